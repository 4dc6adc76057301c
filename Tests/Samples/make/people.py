"""Who works on the train: one list for git authors, GitHub logins, Jira accounts and release.yml."""

import dataclasses
import hashlib


@dataclasses.dataclass(frozen=True)
class Person:
    id: str
    name: str
    roles: tuple[str, ...]
    github: str

    @property
    def email(self) -> str:
        return f"{self.id}@example.com"

    @property
    def jira(self) -> str:
        """An account id of Jira Cloud's shape."""
        return "5f" + hashlib.sha256(self.id.encode()).hexdigest()[:22]


PEOPLE = {
    person.id: person
    for person in (
        Person("ana", "Ana Ruiz", ("product-lead",), "ana-ruiz"),
        Person("tomas", "Tomas Lindqvist", ("engineering-lead",), "tlindqvist"),
        Person("priya", "Priya Nair", ("engineering",), "priyanair"),
        Person("jonas", "Jonas Weber", ("engineering",), "jweber-dev"),
        Person("mei", "Mei Tanaka", ("platform",), "mei-tanaka"),
        Person("seun", "Oluwaseun Adeyemi", ("platform",), "seun-a"),
        Person("ines", "Inês Carvalho", ("qa",), "icarvalho"),
        Person("viktor", "Viktor Horák", ("qa",), "vhorak"),
        Person("farid", "Farid Haddad", ("dba",), "faridh"),
        Person("sofia", "Sofia Marino", ("security",), "smarino-sec"),
        Person("luc", "Luc Moreau", ("sre",), "lucmoreau"),
        Person("grace", "Grace O'Neill", ("support-lead",), "grace-oneill"),
        Person("hanna", "Hanna Kowalska", ("release-manager",), "hkowalska"),
    )
}
