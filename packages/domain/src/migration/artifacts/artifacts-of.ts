import type { OwnersValue } from "../replacement/successor-trust.ts";
import type { MigrationTarget } from "../target/target.ts";
import type { ArtifactFile, ArtifactFormat, ArtifactInput } from "./artifact-input.ts";
import { clientFilesOf } from "./client/client.ts";
import { cdk } from "./formats/cdk.ts";
import { cli } from "./formats/cli.ts";
import { cloudFormation } from "./formats/cloudformation.ts";
import { terraform } from "./formats/terraform.ts";
import type { Plan } from "./formats/written.ts";
import { isWritable, marksIn } from "./languages/marks.ts";
import { givenOf, type Made, planOf, regionOf } from "./made/plan.ts";
import { ownersValuesOf } from "./owners-values.ts";

export type Artifacts = {
  files: ArtifactFile[];
  /** Why there is no file, in one sentence; null: there is one. */
  why: string | null;
  /** What only the owner knows and the files need: variables, parameters or REPLACE-WITH-... in them. */
  missing: OwnersValue[];
};

const none = (why: string): Artifacts => ({ files: [], why, missing: [] });

/** Targets of which nothing is made anywhere. */
const NOTHING: Readonly<Partial<Record<MigrationTarget, string>>> = {
  remove: "Nothing takes its place: what remains are the steps that take its credentials away and delete it.",
  split: "A person and software share this user: each half gets a target and artefacts of its own.",
  ask_owner: "The owner has to say first what this user is for.",
};

type Unwritable = { pattern: RegExp; what: string; why: string };

const DYNAMIC_REFERENCE: Unwritable = {
  pattern: /\{\{resolve:/,
  what: "{{resolve:",
  why: "CloudFormation would put a secret or a parameter in its place",
};

/** What a format would read as something else, whatever stands around it, in the JSON of the input. */
const UNWRITABLE: Readonly<Record<ArtifactFormat, readonly Unwritable[]>> = {
  terraform: [],
  cloudformation: [DYNAMIC_REFERENCE],
  cdk: [
    DYNAMIC_REFERENCE,
    { pattern: /Token\[/, what: "Token[", why: "the CDK would take it for a value of its own" },
    {
      pattern: /"(?:Ref|Fn::[^"\\]*)":/,
      what: "a key like Ref",
      why: "CloudFormation would take it for a function of its own",
    },
    { pattern: /"__proto__":/, what: "a key __proto__", why: "the CDK would drop it" },
  ],
  cli: [],
  client: [],
};

function unwritableIn(input: ArtifactInput, format: ArtifactFormat): string | null {
  const texts = JSON.stringify(input);
  // JSON escapes half a surrogate pair and U+0000, which are no text.
  if (!isWritable(texts) || /\\u(?:0000|d[89a-f])/i.test(texts.replaceAll("\\\\", ""))) {
    return "A name, tag or policy holds characters that no file can carry.";
  }
  const found = UNWRITABLE[format].find(({ pattern }) => pattern.test(texts));
  return found ? `A tag, path or policy holds ${found.what}, and ${found.why}: take another format.` : null;
}

/** Whether there is more in a plan than what exists already. */
const makesSomething = (made: readonly Made[]): boolean => made.some(({ kind }) => kind !== "existing_role");

/** @see https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
const LONGEST_INLINE_POLICY = 32_768;

function whyNothing({ target, role }: ArtifactInput, made: readonly Made[]): string | null {
  if (target === "identity_center" && role.isExisting) {
    return `The permission set of the role ${role.roleName} exists already: assign the person's group to it in IAM Identity Center.`;
  }
  const set = made.find(({ kind }) => kind === "permission_set");
  if (set?.kind === "permission_set" && JSON.stringify(set.document).length > LONGEST_INLINE_POLICY) {
    return "The policies are longer than the 32,768 characters that a permission set has room for: cut them down, or choose saml_federation.";
  }
  if (makesSomething(made)) return null;
  return role.isExisting
    ? `The role ${role.roleName} exists already, and no permissions were worked out that it lacks.`
    : "The user stays, and no permissions were worked out that it could be cut down to.";
}

const FORMATS: Readonly<Record<Exclude<ArtifactFormat, "client">, (plan: Plan) => ArtifactFile[]>> = {
  terraform,
  cloudformation: cloudFormation,
  cdk,
  cli,
};

/** Formats in which the Region is a variable. A stack is made in the Region to which its template is sent. */
const NAMES_REGION: readonly ArtifactFormat[] = ["terraform", "cli"];

/**
 * What a team runs to make the replacement of a user, or changes at its client. Owner's values that are not given, or not in their form, are
 * variables of the format.
 *
 * @returns no file where nothing is to be made, with the reason
 */
export function artifactsOf(input: ArtifactInput, format: ArtifactFormat): Artifacts {
  const why = NOTHING[input.target] ?? unwritableIn(input, format);
  if (why) return none(why);
  const given = givenOf(input);
  const values = ownersValuesOf(input.target);
  if (format === "client") {
    const { files, open } = clientFilesOf(input, given);
    return { files, why: null, missing: values.filter(({ name }) => open.includes(name)) };
  }
  const made = planOf(given);
  const nothing = whyNothing(input, made);
  if (nothing) return none(nothing);
  const used = marksIn(made);
  const region = regionOf(given, used);
  const named = NAMES_REGION.includes(format) ? [...used, ...marksIn(region)] : used;
  const open = values.filter(({ name }) => named.includes(name));
  return { files: FORMATS[format]({ given, made, open, region }), why: null, missing: open };
}
