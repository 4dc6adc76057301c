import TestKit
import Testing

/// Each script in its own shell, where that is installed; `.ci/documents` installs them.
@Suite struct `Shell completions` {
    private func completed(_ shell: String, _ script: String) -> Run {
        let sandbox = Sandbox()
        let made = Run(script: "$0 --generate-completion-script \(shell) > completions", in: sandbox.path)
        #expect(made.status == 0 && (Sandbox.bytes("\(sandbox.path)/completions") ?? []).count > 1_000)
        sandbox.write(Array(script.utf8), to: "script")
        return Run(
            script: "PATH=\"$(dirname \"$0\"):$PATH\" HOME=\"$PWD\" XDG_DATA_HOME=\"$PWD\" \(shell) ./script",
            in: sandbox.path)
    }

    @Test(.enabled(if: Shell.has("bash"), "bash is not installed")) func `complete a subcommand in bash`() {
        let run = completed(
            "bash",
            """
            set -e
            source ./completions
            COMP_WORDS=(evidencepack exp); COMP_CWORD=1; COMP_LINE='evidencepack exp'; COMP_POINT=16
            $(complete -p evidencepack | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            echo "${COMPREPLY[@]}"
            """)
        #expect(run.status == 0 && run.out.contains("explain"), "\(run.out)\(run.err)")
    }

    @Test(.enabled(if: Shell.has("fish"), "fish is not installed")) func `complete a subcommand in fish`() {
        let run = completed("fish", "source ./completions\ncomplete -C 'evidencepack exp'\n")
        #expect(run.status == 0 && run.out.hasPrefix("explain\t"), "\(run.out)\(run.err)")
    }

    @Test(.enabled(if: Shell.has("zsh"), "zsh is not installed")) func `complete a subcommand in zsh`() {
        let run = completed(
            "zsh",
            """
            zmodload zsh/zpty
            mkdir functions && cp completions functions/_evidencepack
            zpty shell zsh -f -i
            zpty -w shell "PS1=; fpath=($PWD/functions \\$fpath); autoload -Uz compinit; compinit -u -d $PWD/dump; echo ready\\$((1+1))"
            until [[ $seen == *ready2* ]]; do zpty -r shell line; seen+=$line; done
            zpty -w -n shell $'evidencepack exp\\t'
            repeat 50; do sleep 0.1; zpty -r -t shell line && out+=$line; [[ $out == *'evidencepack explain'* ]] && break; done
            zpty -d shell
            print -r -- $out
            """)
        #expect(run.out.contains("evidencepack explain"), "\(run.out)\(run.err)")
    }
}
