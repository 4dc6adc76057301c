extension Pack {
    /// The pack as it may be shown: each text in it without its secrets, which `secrets` then lists.
    ///
    /// Every output is made from what this returns, so that none has to think of it. Nothing is decided afterwards: verdicts,
    /// digests and sign-offs were made from the texts as they are. Whatever is added to `Pack` is masked here too; a test
    /// fails until it is.
    package func masked() -> Pack {
        var finding = SecretMasker()
        var first = self
        first.mask(by: &finding)
        guard finding.secrets.count > 0 else { return self }
        // What one text gives away by a name, another shows without.
        var masker = SecretMasker(known: finding.found, earlier: secrets)
        var pack = self
        pack.mask(by: &masker)
        pack.secrets = masker.secrets
        return pack
    }

    private mutating func mask(by masker: inout SecretMasker) {
        for index in items.indices { items[index].mask(by: &masker) }
        for index in evidence.indices { evidence[index].mask(by: &masker) }
        for index in problems.indices { problems[index].mask(by: &masker) }
        for index in signOffs.indices { signOffs[index].mask(by: &masker) }
        for index in waivers.indices { waivers[index].mask(by: &masker) }
        for index in gates.indices { gates[index].mask(by: &masker) }
        for index in sheets.indices { sheets[index].mask(by: &masker) }
        masker.begin(at: Place("release.yml"))
        release.mask(by: &masker)
        masker.begin(at: Place("checklist.md"))
        masker.mask(&checklistTitle)
        masker.begin(at: nil)
        masker.mask(&toolVersion)
        for index in configuration.indices { masker.mask(&configuration[index].path) }
        for index in templates.indices { masker.mask(&templates[index].path) }
        changes?.mask(by: &masker)
    }
}

extension PackChanges {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: nil)
        masker.mask(&earlier.tag)
        for index in all.indices {
            masker.begin(at: nil)
            masker.mask(&all[index].subject)
            masker.mask(&all[index].what)
            masker.mask(&all[index].before)
            masker.mask(&all[index].after)
        }
    }
}

extension ItemAssessment {
    mutating func mask(by masker: inout SecretMasker) {
        for index in checks.indices { checks[index].mask(by: &masker) }
        masker.begin(at: Place("checklist.md", line: line))
        for field in [\ItemAssessment.id, \.sectionTitle, \.text, \.owner] { masker.mask(&self[keyPath: field]) }
        masker.begin(at: Place("rules.yml"))
        masker.mask(&next)
        masker.mask(&asOf)
        masker.mask(&signers)
        for index in excerpts.indices { excerpts[index].mask(by: &masker) }
        masker.begin(at: nil)
        ready.mask(by: &masker)
        done.mask(by: &masker)
    }
}

extension CheckAssessment {
    mutating func mask(by masker: inout SecretMasker) {
        for index in findings.indices { findings[index].mask(by: &masker) }
        for index in values.indices { values[index].mask(by: &masker) }
        masker.begin(at: nil)
        masker.mask(&id)
        masker.mask(&kind)
        masker.mask(&rule)
        masker.mask(&evidence)
        for index in charts.indices {
            for field in [\MetricChart.title, \.unit, \.limitText] { masker.mask(&charts[index][keyPath: field]) }
        }
        for index in figures.indices { figures[index].mask(by: &masker) }
        for index in waivers.indices { waivers[index].mask(by: &masker) }
    }
}

extension Finding {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: place)
        masker.mask(&message)
        masker.mask(&observed)
        masker.mask(&limit)
        masker.mask(&next)
        masker.mask(&place)
    }
}

extension Excerpt {
    /// Together, for a private key has several lines.
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: Place(path, line: lines.first?.number))
        var texts = lines.map(\.text)
        masker.mask(lines: &texts)
        for (index, text) in zip(lines.indices, texts) { lines[index].text = text }
        masker.mask(&path)
    }
}

extension RunbookValue {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: place)
        // The key may be what gives the value away.
        var pair = "\(key)=\(value)"
        masker.mask(&pair)
        masker.mask(&key)
        masker.mask(&value)
        masker.mask(&place)
    }
}

extension EvidenceFile {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: Place(path))
        masker.mask(&path)
        masker.mask(&format)
        masker.mask(&notes)
        reason?.mask(by: &masker)
        masker.begin(at: Place(path))
        for field in [
            \EvidenceFile.subject.commit, \.subject.tag, \.subject.train, \.subject.environment, \.subject.command,
            \.subject.by,
        ] { masker.mask(&self[keyPath: field]) }
    }
}

extension Problem {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: place)
        masker.mask(&id)
        masker.mask(&message)
        masker.mask(&advice)
        masker.mask(&place)
    }
}

extension GateAssessment {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: nil)
        masker.mask(&id)
        masker.mask(&after)
        masker.mask(&items)
        if var rule {
            masker.mask(&rule.id)
            masker.mask(&rule.after)
            masker.mask(&rule.done)
            masker.mask(&rule.ready)
            self.rule = rule
        }
        masker.mask(&causes)
        for index in blocking.indices {
            masker.begin(at: nil)
            for field in [\Blocker.why, \.next, \.item, \.owner, \.kind] {
                masker.mask(&blocking[index][keyPath: field])
            }
        }
    }
}

extension WaiverAssessment {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: waiver?.place ?? Place("waivers.yml"))
        masker.mask(&id)
        masker.mask(&note)
        waiver?.mask(by: &masker)
    }
}

extension Waiver {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: place)
        for field in [
            \Waiver.id, \.item, \.check, \.reason, \.riskOwner, \.requester, \.approver, \.ticket,
        ] { masker.mask(&self[keyPath: field]) }
        masker.mask(&subject)
        masker.mask(&place)
    }
}

extension Release {
    mutating func mask(by masker: inout SecretMasker) {
        for field in [
            \Release.train, \.version, \.tag, \.commit, \.base, \.environment.from, \.environment.to, \.ticket,
        ] { masker.mask(&self[keyPath: field]) }
        masker.mask(&host)
        masker.mask(&secrets)
        masker.mask(&sdkVersion)
        masker.mask(&audiences)
        if var terraform {
            for field in [\Terraform.varFile, \.plan, \.stateKey, \.stateBucket] {
                masker.mask(&terraform[keyPath: field])
            }
            self.terraform = terraform
        }
        if var ecs {
            masker.mask(&ecs.cluster)
            masker.mask(&ecs.services)
            masker.mask(&ecs.targetGroups)
            self.ecs = ecs
        }
        if var database {
            masker.mask(&database.instance)
            for index in database.tables.indices {
                masker.mask(&database.tables[index].name)
                masker.mask(&database.tables[index].auditColumns)
            }
            self.database = database
        }
        for index in people.indices {
            masker.mask(&people[index].id)
            masker.mask(&people[index].name)
            masker.mask(&people[index].roles)
            masker.mask(&people[index].accounts)
            masker.mask(&people[index].keys)
        }
    }
}
