import type { OwnersValue } from "../../replacement/successor-trust.ts";
import { commented } from "../languages/comments.ts";
import { slug } from "../languages/names.ts";
import { posixPattern, word } from "../languages/shell.ts";
import { isMadeInOwnAccount, roleOf } from "../made/plan.ts";
import { renderingOf } from "../made/renderings.ts";
import { aboutOf, type Plan } from "./written.ts";

const asked = ({ name, question, example }: OwnersValue): string =>
  `${commented("#", `${question} For example ${example}`)}\n${name}="\${ROLECALL_${name}:-}"`;

const checked = ({ name, question, example, pattern }: OwnersValue): string =>
  `check ${name} "$${name}" ${word(posixPattern(pattern))} ${word(`${question} For example ${example}`)}`;

const FUNCTIONS = `fail() {
  printf '%s\\n' "$1" >&2
  exit 1
}

# check NAME VALUE PATTERN QUESTION
check() {
  [ -n "$2" ] || fail "$1 is empty: fill it in above, or set ROLECALL_$1. $4"
  [ "$(printf '%s\\n' "$2" | wc -l)" -eq 1 ] || fail "$1 has more than one line. $4"
  printf '%s\\n' "$2" | grep -Eq "$3" || fail "$1 cannot be this. $4"
}

# ours WHAT FOUND EXPECTED
ours() {
  [ "$2" = "$3" ] || fail "$1 is there already and was not made by this script. It was left alone: choose another name."
}

# What is gone already need not be deleted.
unless_gone() {
  "$@" >/dev/null 2>"$work/error" && return
  grep -Eq 'NoSuchEntity|NotFound' "$work/error" && return
  cat "$work/error" >&2
  exit 1
}

first_of() {
  printf '%s' "$1" | tr -s '[:space:]' '\\n' | sed -n '/./{p;q;}'
}

# drop_old_versions --policy-arn ARN
drop_old_versions() {
  for version in $(aws iam list-policy-versions "$@" --query 'Versions[?!IsDefaultVersion].VersionId' --output text); do
    aws iam delete-policy-version "$@" --version-id "$version"
  done
}`;

/** Functions of the script that nothing calls are left out. */
const functionsFor = (script: string): string =>
  FUNCTIONS.split("\n\n")
    .filter((text) => {
      const name = /^(\w+)\(\)/m.exec(text)?.[1] ?? "";
      return name === "fail" || script.includes(`${name} `);
    })
    .join("\n\n");

const signedIn = ({ given }: Plan): string => {
  const wanted = given.awsAccountId;
  if (!isMadeInOwnAccount(given.target)) return "aws sts get-caller-identity >/dev/null";
  return `account=$(aws sts get-caller-identity --query Account --output text)
[ "$account" = ${wanted} ] || fail "These are credentials of account $account, but this script is for account ${wanted}."`;
};

function questions({ made, open }: Plan): string[] {
  const needsMetadata = made.some(({ kind }) => kind === "saml_provider");
  return [
    ...open.map(asked),
    ...(needsMetadata
      ? [
          `# File with the metadata of your identity provider, where the account has no SAML provider yet.\nSAML_METADATA_FILE="\${SAML_METADATA_FILE:-}"`,
        ]
      : []),
  ];
}

function preparation(plan: Plan): string[] {
  const { open, region } = plan;
  return [
    `work=$(mktemp -d)\ntrap 'rm -rf "$work"' EXIT`,
    `# Version 2 of the AWS CLI would show answers in a pager.\nexport AWS_PAGER=`,
    ...(open.length > 0 ? [open.map(checked).join("\n")] : []),
    `AWS_REGION=${word(region)}\nAWS_DEFAULT_REGION=$AWS_REGION\nexport AWS_REGION AWS_DEFAULT_REGION`,
    signedIn(plan),
  ];
}

/** A shell script around the AWS CLI, of either version, that makes all of it, and undoes it. */
export function cli(plan: Plan) {
  const { given, made } = plan;
  const surroundings = { ...given, role: roleOf(given) };
  const parts = made.map((one) => ({ comment: one.comment, ...renderingOf(one).shell(one, surroundings) }));
  const name = `replace-${slug(given.user.userName)}.sh`;
  const apply = parts.map((part) => `${commented("#", part.comment)}\n${part.apply}`);
  const undo = parts.toReversed().flatMap((part) => (part.undo === "" ? [] : [part.undo]));
  const about = commented(
    "#",
    ...aboutOf(given),
    "It may be run again: it brings what is there to the same state.",
    `  sh ${name}`,
    "Way back:",
    `  sh ${name} undo`,
  );
  const prepared = preparation(plan).join("\n\n");
  const actions = `apply() {
${apply.join("\n\n")}
printf 'Done.\\n'
}

undo() {
${undo.join("\n\n")}
printf 'Undone.\\n'
}

case "\${1:-apply}" in
  apply) apply ;;
  undo) undo ;;
  *) fail 'Say undo, or nothing.' ;;
esac
`;
  const script = [...questions(plan), functionsFor(prepared + actions), prepared, actions].join("\n\n");
  return [{ name, contentType: "text/x-shellscript", body: `#!/bin/sh\n${about}\nset -eu\n\n${script}` }];
}
