"""What a person may change about their own account, and how it is checked."""

import re
import zoneinfo

EDITABLE = {"display_name", "locale", "time_zone"}
LOCALE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def checked(changes: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise ValueError(f"not editable: {', '.join(unknown)}")
    if "display_name" in changes and not 1 <= len(changes["display_name"].strip()) <= 80:
        raise ValueError("display_name must have 1 to 80 characters")
    if "locale" in changes and not LOCALE.fullmatch(changes["locale"]):
        raise ValueError("locale must look like en or en-GB")
    if "time_zone" in changes and changes["time_zone"] not in zoneinfo.available_timezones():
        raise ValueError("time_zone is not in the zone database")
    return changes
