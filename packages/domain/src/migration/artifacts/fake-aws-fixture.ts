import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ACCOUNT } from "./artifacts-fixture.ts";

/** Stands for the AWS CLI: it records its arguments and the files that they name, and knows again what it was told to create. */
const FAKE_AWS = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\0' "$#" >>"$here/calls"
for argument in "$@"; do
  # A value behind a hyphen is an option of its own to the real one.
  case $argument in --*) ;; -*) echo "unknown option: $argument" >&2; exit 252 ;; esac
  case $argument in file://*) argument="file://$(cat "\${argument#file://}")" ;; esac
  printf '%s\\0' "$argument" >>"$here/calls"
done
service_action="$1 $2"
shift 2
name= description= query=
while [ $# -gt 0 ]; do
  option=\${1%%=*}
  case $1 in --*=*) value=\${1#*=} ;; *) value=\${2-} ;; esac
  case $option in
    --role-name|--policy-name|--name) name=$value ;;
    --policy-arn) name=\${value##*/} ;;
    --description) description=$value ;;
    --query) query=$value ;;
  esac
  shift
done
state="$here/\${service_action##*[ -]}-$name"
case $service_action in
  'sts get-caller-identity') echo ${ACCOUNT} ;;
  'iam create-role'|'iam create-policy') printf '%s\\n' "$description" >"$state" ;;
  'iam get-role'|'iam get-policy')
    [ -e "$state" ] || { echo 'An error occurred (NoSuchEntity)' >&2; exit 254; }
    case $query in *Description) cat "$state" ;; esac ;;
  'iam delete-role'|'iam delete-policy') rm "$state" ;;
  'iam list-policy-versions') echo v1 ;;
  'sso-admin create-permission-set') echo arn:aws:sso:::permissionSet/ssoins-1/ps-1 ;;
  'iam get-instance-profile') echo 0 ;;
esac
`;

export type Call = string[];

/** Runs shell in a folder where \`aws\` is the fake one. What it made is remembered between runs. */
export function fakeAws() {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-artifacts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "aws"), FAKE_AWS);
  chmodSync(join(folder, "aws"), 0o755);
  const callsFile = join(folder, "calls");
  return {
    /** @returns the calls of this run, each with its arguments; files stand there as \`file://\` and their content */
    run(
      shell: "sh" | "bash",
      script: string,
      args: readonly string[] = [],
      environment: Record<string, string> = {},
    ): Call[] {
      writeFileSync(join(folder, "script"), script);
      rmSync(callsFile, { force: true });
      execFileSync(shell, [join(folder, "script"), ...args], {
        encoding: "utf8",
        stdio: "pipe",
        env: { PATH: `${folder}:/usr/bin:/bin`, TMPDIR: folder, ...environment },
      });
      if (!existsSync(callsFile)) return [];
      const words = readFileSync(callsFile, "utf8").split("\0").slice(0, -1);
      const calls: Call[] = [];
      // Each call is the number of its arguments, and then they.
      for (let at = 0; at < words.length; at += calls.at(-1)!.length + 1) {
        calls.push(words.slice(at + 1, at + 1 + Number(words[at])));
      }
      return calls;
    },
    /** Another role or policy of that name, with a description of its own. */
    holds(kind: "role" | "policy", name: string): void {
      writeFileSync(join(folder, `${kind}-${name}`), "Somebody else's\n");
    },
  };
}

/** The value of an option, whether it stands apart or behind an equals sign. */
export function optionOf(call: Call | undefined, name: string): string | undefined {
  const index = call?.indexOf(name) ?? -1;
  if (index >= 0) return call?.[index + 1];
  return call?.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

export const fileOf = (call: Call | undefined, name: string): unknown =>
  JSON.parse(optionOf(call, name)!.replace("file://", ""));
