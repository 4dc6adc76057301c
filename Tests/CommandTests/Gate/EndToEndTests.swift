import TestKit
import Testing

/// A whole promotion with the real tools: git, terraform, ssh-keygen, and this one.
@Suite(
    .enabled(
        if: Shell.has("terraform") && Shell.has("ssh-keygen") && Shell.has("git"),
        "terraform, ssh-keygen or git is not installed"))
struct `A promotion with real tools` {
    private let sandbox = Sandbox()

    /// Runs a script in the release folder; `ep` is the tool.
    private func run(_ script: String) -> Run {
        let ep = "ep() { '\(Run.tool)' \"$@\"; }; export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1\n"
        return Run(script: "\(ep)cd release || exit 98\n\(script)", in: sandbox.path)
    }

    /// Runs a script that must end in `status`.
    private func ends(_ status: Int32, _ script: String, sourceLocation: SourceLocation = #_sourceLocation) {
        ends(status, "", script, sourceLocation: sourceLocation)
    }

    /// The same, with `words` in what it prints.
    private func ends(
        _ status: Int32, _ words: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let run = run(script)
        let said = run.out + run.err
        #expect(
            run.status == status && (words.isEmpty || said.contains(words)), "\(run.status): \(said)",
            sourceLocation: sourceLocation)
    }

    private func write(_ text: String, to name: String) { sandbox.write(Array(text.utf8), to: "release/\(name)") }

    /// The repository, the release folder and the people's keys.
    private func lay() {
        write(
            "variable \"size\" { default = 1 }\nresource \"terraform_data\" \"one\" { input = \"v1 ${var.size}\" }\n",
            to: "main.tf")
        write(
            "evidence/\nsignoffs/\n.terraform*\nterraform.tfstate*\n*.plan\nrelease.yml\nallowed_signers\nkeys/\n",
            to: ".gitignore")
        write("# nothing\n", to: "production.tfvars")
        write(
            """
            # Promotion checklist 1.50
            ## Deployment Steps
            1. Plan the change.
            2. Review the plan.
            3. Apply the plan.

            """, to: "checklist.md")
        write(
            """
            schema: evidencepack/rules/1
            gates:
              apply: {done: [deploy.plan, deploy.review], ready: ["*"], assurance: signature}
              close: {after: apply, done: ["*"], assurance: signature}
            items:
              deploy.plan:
                match: Plan the change
                owner: platform
                max_age: 24h
                as_of: deploy.apply
                checks:
                  - plan-complete: {about: [commit]}
                  - changes-within: {destroy: "<= 0", replace: "<= 0"}
                  - command-ran: {command: terraform plan -var-file=production.tfvars -out prod.plan}
                  - plan-recorded: {about: [commit]}
              deploy.review:
                match: Review the plan
                owner: engineering-lead
                checks:
                  - plan-approved:
                      files: [deploy.review/**, deploy.plan/**, ticket/**]
                      roles: [engineering-lead]
                      earlier_plans: deploy.review/earlier
              deploy.apply:
                match: Apply the plan
                owner: platform
                checks:
                  - apply-complete: {files: [deploy.apply/**, deploy.plan/**], about: [commit]}

            """, to: "rules.yml")
        ends(
            0,
            """
            git init -q . && git add . && git -c user.name=a -c user.email=a@example.com commit -qm one &&
            terraform init -input=false >/dev/null && mkdir keys && cd keys &&
            for who in mei seun tomas; do ssh-keygen -q -t ed25519 -N '' -f $who; done && cd .. &&
            for who in mei seun tomas; do echo "$who@example.com $(cut -d' ' -f1-2 keys/$who.pub)"; done > allowed_signers &&
            cat > release.yml <<END
            schema: evidencepack/release/1
            train: "1.50"
            version: 1.50.3
            tag: v1.50.3
            commit: $(git rev-parse HEAD)
            base: main
            environment: {from: staging, to: production}
            ticket: REL-1
            window: {start: 2026-11-24T18:00:00Z, end: 2026-11-24T22:00:00Z}
            terraform: {plan: evidence/deploy.plan/prod.plan}
            people:
              - {id: mei, name: Mei, roles: [platform], accounts: {jira: jm}, keys: [mei@example.com]}
              - {id: seun, name: Seun, roles: [platform], accounts: {jira: js}, keys: [seun@example.com]}
              - {id: tomas, name: Tomas, roles: [engineering-lead], accounts: {jira: jt}, keys: [tomas@example.com]}
            END
            ep lint .
            """)
    }

    private let plan = """
        ep record --stderr -o evidence/deploy.plan/plan.txt --product prod.plan --environment production --by mei -- \
        terraform plan -no-color -input=false -var-file=production.tfvars -out prod.plan
        """

    /// The peer's comment, in an export of the ticket.
    private let review = """
        mkdir -p evidence/ticket; now=$(date -u +%FT%T.000+0000)
        cat > evidence/ticket/REL-1.json <<END
        {"id": "1", "key": "REL-1", "fields": {"summary": "Release", "issuetype": {"name": "Release"},
          "status": {"name": "Open", "statusCategory": {"key": "new"}},
          "comment": {"comments": [{"id": "1", "author": {"accountId": "jt", "displayName": "Tomas"},
            "body": "Approved: plan sha256:$(sha256sum < prod.plan | cut -c1-64)",
            "created": "$now", "updated": "$now"}], "maxResults": 1, "total": 1, "startAt": 0}}}
        END
        """

    private let sign = """
        ep sign . --item deploy.plan --kind done --role platform --by seun --key keys/seun &&
        ep sign . --item deploy.review --kind done --role engineering-lead --by tomas --key keys/tomas &&
        ep sign . --item deploy.apply --kind ready --role platform --by seun --key keys/seun
        """

    private let apply = """
        ep record -o evidence/deploy.apply/apply.log --product prod.plan --environment production --by mei -- \
        '\(Run.tool)' gate . --before apply --plan prod.plan -- terraform apply -no-color -input=false prod.plan
        """

    @Test func `goes from the plan to a closed release, and nothing is applied without its sign-offs`() {
        lay()
        ends(2, "no evidence", "ep gate . --before apply")
        ends(0, plan)
        ends(0, review)

        // Before the sign-offs the command does not run.
        ends(3, "Still to sign", apply)
        ends(0, "test ! -e terraform.tfstate")
        ends(0, "rm -r evidence/deploy.apply")
        // Whoever planned it cannot be the only one to accept it.
        ends(0, "ep sign . --item deploy.plan --kind done --role platform --by mei --key keys/mei")
        ends(4, "mei made the evidence", "ep gate . --before apply")
        ends(0, sign)
        ends(0, "GO v1.50.3 apply", "ep gate . --before apply --plan prod.plan")

        // Another plan, or one that was planned again, is not the one that was signed.
        ends(
            4, "the plan that was planned, reviewed and signed",
            "echo x > x.plan; ep gate . --before apply --plan x.plan -- cat x.plan")
        ends(64, "--plan", "ep gate . --before apply -- terraform apply -input=false prod.plan")
        // Another value, in another commit: the plan is another one whenever it is made.
        ends(
            0,
            """
            sed -i 's/v1 /v2 /' main.tf && git -c user.name=a -c user.email=a@example.com commit -qam two &&
            sed -i "s/^commit: .*/commit: $(git rev-parse HEAD)/" release.yml && cp prod.plan old.plan && \(plan)
            """)
        ends(1, "", "cmp -s prod.plan old.plan")
        ends(4, "", "ep gate . --before apply --plan old.plan -- terraform apply -input=false old.plan")
        let stale = run("ep gate . --before apply --plan prod.plan -- terraform apply -input=false prod.plan")
        #expect(stale.status == 2, "\(stale.out)\n\(stale.err)")
        #expect(stale.err.contains("changed: signed sha256:"), "\(stale.err)")
        ends(0, "test ! -e terraform.tfstate")

        // Reviewed and signed again, it is applied; the log comes back in, and the release is closed.
        ends(0, "sleep 1; \(review)")
        ends(0, sign)
        ends(0, "GO v1.50.3 apply", apply)
        ends(
            0,
            "grep -q '^Apply complete! Resources: 1 added' evidence/deploy.apply/apply.log && test -e terraform.tfstate"
        )
        ends(3, "deploy.apply", "ep gate . --before close")
        ends(0, "ep sign . --item deploy.apply --kind done --role platform --by seun --key keys/seun")
        ends(0, "GO v1.50.3 close", "ep gate . --before close")
    }

    @Test func `keeps the review of a plan that is made again with equal changes, and of no other`() {
        lay()
        let show =
            "ep record -o evidence/deploy.plan/show.json --product prod.plan --environment production -- terraform show -json prod.plan"
        ends(0, "\(plan) && \(show)")
        ends(0, review)
        ends(
            0,
            "cp prod.plan old.plan && mkdir -p evidence/deploy.review/earlier/1 && mv evidence/deploy.plan/* evidence/deploy.review/earlier/1/"
        )
        // A value that no file states.
        ends(0, "export TF_VAR_size=2; \(plan) && \(show)")
        ends(2, "its changes are others: json:", "ep gate . --before apply --plan prod.plan")
        // Planned again, it has the time in it: other bytes once a second is over.
        ends(
            0,
            """
            for turn in 1 2 3 4 5 6 7 8 9; do
              \(plan) || exit 1
              cmp -s prod.plan old.plan || break
              sleep 1
            done; \(show) && ! cmp -s prod.plan old.plan
            """)
        ends(0, "so the approval is kept", "ep explain . deploy.review")
        ends(3, "Still to sign", "ep gate . --before apply --plan prod.plan")
        ends(0, sign)
        ends(4, "", "ep gate . --before apply --plan old.plan -- terraform apply -input=false old.plan")
        ends(0, "test ! -e terraform.tfstate")
        ends(0, "GO v1.50.3 apply", apply)
        ends(0, "ep sign . --item deploy.apply --kind done --role platform --by seun --key keys/seun")
        ends(0, "GO v1.50.3 close", "ep gate . --before close")
    }

    @Test func `does not close when the apply came before its sign-offs`() {
        lay()
        ends(0, plan)
        ends(0, review)
        ends(
            0,
            "ep record -o evidence/deploy.apply/apply.log --product prod.plan --environment production --by mei -- terraform apply -no-color -input=false prod.plan && sleep 2"
        )
        ends(0, sign)
        ends(0, "GO v1.50.3 apply", "ep gate . --before apply")
        ends(0, "ep sign . --item deploy.apply --kind done --role platform --by seun --key keys/seun")
        ends(1, "before the gate 'apply' was open", "ep gate . --before close")
    }
}
