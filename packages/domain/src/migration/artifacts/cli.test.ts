import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ArtifactInput } from "./artifact-input.ts";
import { examplesOf, expectedTrust, hasPolicies, hostileInput, inputOf, MADE } from "./artifacts-fixture.ts";
import { artifactsOf } from "./artifacts-of.ts";
import { type Call, fakeAws, fileOf, optionOf } from "./fake-aws-fixture.ts";
import { ownersValuesOf } from "./owners-values.ts";

const scriptOf = (input: ArtifactInput): string => artifactsOf(input, "cli").files[0]!.body;
/** The answers that the script still asks for, by its environment. */
const answersOf = ({ target }: ArtifactInput) => ({
  ...Object.fromEntries(Object.entries(examplesOf(target)).map(([name, example]) => [`ROLECALL_${name}`, example])),
  SAML_METADATA_FILE: "/dev/null",
});
const named = (calls: readonly Call[], action: string): Call[] => calls.filter((call) => call[1] === action);

function checkApplied(calls: readonly Call[], input: ArtifactInput): void {
  if (hasPolicies(input)) {
    const made = named(calls, "create-policy");
    expect(made.map((call) => [optionOf(call, "--policy-name"), fileOf(call, "--policy-document")])).toEqual(
      input.permissions.map(({ name, document }) => [name, document]),
    );
    const isOfUser = expectedTrust(input) === null;
    const attached = named(calls, isOfUser ? "attach-user-policy" : "attach-role-policy");
    const holder = isOfUser ? ["--user-name", input.user.userName] : ["--role-name", input.role.roleName];
    expect(attached.map((call) => optionOf(call, holder[0]!))).toEqual(input.permissions.map(() => holder[1]));
  }
  const trust = expectedTrust(input);
  const [role] = named(calls, "create-role");
  expect(role !== undefined).toBe(trust !== null && !input.role.isExisting);
  if (!role) return;
  expect(fileOf(role, "--assume-role-policy-document")).toEqual(trust);
  expect([optionOf(role, "--role-name"), optionOf(role, "--path")]).toEqual([input.role.roleName, input.role.path]);
  const kept = input.user.tags.filter(({ key }) => !/^(aws|rolecall):/i.test(key));
  const [tagged] = named(calls, "tag-role");
  expect(tagged ? fileOf(tagged, "--tags") : []).toEqual(kept.map(({ key, value }) => ({ Key: key, Value: value })));
}

describe.each(MADE)("the script for %s", (target) => {
  test.each(["sh", "bash"] as const)(
    "is read by %s, and makes what was planned with the answers given to it",
    (shell) => {
      const input = inputOf(target);
      execFileSync(shell, ["-n"], { input: scriptOf(input) });
      checkApplied(fakeAws().run(shell, scriptOf(input), [], answersOf(input)), input);
    },
  );

  test("run again, it creates no role and no policy, and undone, it leaves none", () => {
    const input = inputOf(target, { values: examplesOf(target) });
    const aws = fakeAws();
    const environment = { SAML_METADATA_FILE: "/dev/null" };
    const first = aws.run("sh", scriptOf(input), [], environment);
    const second = aws.run("sh", scriptOf(input), [], environment);
    expect([...named(second, "create-role"), ...named(second, "create-policy")]).toEqual([]);
    const undone = aws.run("sh", scriptOf(input), ["undo"], environment);
    for (const thing of ["role", "policy"]) {
      expect(named(undone, `delete-${thing}`)).toHaveLength(named(first, `create-${thing}`).length);
    }
    const again = aws.run("sh", scriptOf(input), ["undo"], environment);
    expect([...named(again, "delete-role"), ...named(again, "delete-policy")]).toEqual([]);
  });

  test("stops before any change where an answer is missing, cannot be, or has a second line", () => {
    const input = inputOf(target);
    const { missing } = artifactsOf(input, "cli");
    for (const { name } of missing) {
      for (const wrong of ["", "a b", `${examplesOf(target)[name]}\nx`]) {
        const aws = fakeAws();
        const environment = { ...answersOf(input), [`ROLECALL_${name}`]: wrong };
        expect(() => aws.run("sh", scriptOf(input), [], environment)).toThrow(name);
      }
    }
  });
});

test("whatever the names, tags, policies and answers, the AWS CLI gets what was meant", () => {
  fc.assert(
    fc.property(hostileInput, (input) => {
      const { why } = artifactsOf(input, "cli");
      if (why !== null) {
        expect(why).toMatch(/exists already/);
        return;
      }
      const aws = fakeAws();
      if (input.role.isExisting) aws.holds("role", input.role.roleName);
      checkApplied(aws.run("sh", scriptOf(input), [], answersOf(input)), input);
    }),
    { numRuns: 60 },
  );
});

test.each(["role", "policy"] as const)(
  "a %s of the same name that is somebody else's is neither changed nor deleted",
  (kind) => {
    const input = inputOf("lambda_execution_role", { values: examplesOf("lambda_execution_role") });
    for (const args of [[], ["undo"]]) {
      const aws = fakeAws();
      aws.holds(kind, kind === "role" ? input.role.roleName : input.permissions[0]!.name);
      expect(() => aws.run("sh", scriptOf(input), args)).toThrow("was not made by this script");
    }
  },
);

test("credentials of another account are refused before anything is made", () => {
  const input = inputOf("lambda_execution_role", { awsAccountId: "444455556666" });
  expect(() => fakeAws().run("sh", scriptOf(input), [], answersOf(input))).toThrow(
    "this script is for account 444455556666",
  );
});

test("each pattern means the same to grep as to us", () => {
  for (const target of MADE) {
    const script = scriptOf(inputOf(target));
    const texts = [
      "a",
      "A1-",
      "x y",
      "eu-central-1",
      "ü",
      "a'b",
      "$x",
      ...ownersValuesOf(target).map(({ example }) => example),
    ];
    for (const { name, pattern } of artifactsOf(inputOf(target), "cli").missing) {
      const posix = new RegExp(`^check ${name} "\\$${name}" '(.*?)' '`, "m").exec(script)?.[1] ?? "";
      // One grep for all lines; that none fits is an answer too.
      const { stdout } = spawnSync("grep", ["-E", posix], {
        input: texts.join("\n"),
        encoding: "utf8",
        env: { LC_ALL: "C" },
      });
      expect(stdout.split("\n").slice(0, -1), name).toEqual(texts.filter((text) => pattern.test(text)));
    }
  }
});
