import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MigrationTarget } from "../../target/target.ts";
import { inputOf } from "../artifacts-fixture.ts";
import { artifactsOf } from "../artifacts-of.ts";
import { fakeAws, optionOf } from "../fake-aws-fixture.ts";
import type { StepInput } from "./step.ts";
import { stepsOf } from "./steps-of.ts";

const input: StepInput = {
  target: "lambda_execution_role",
  userName: "deploy-web",
  credentials: [
    { kind: "access_key", id: "AKIAEXAMPLE1", status: "active" },
    { kind: "access_key", id: "AKIAEXAMPLE2", status: "inactive" },
    { kind: "console_password", id: "password", status: "active" },
    { kind: "ssh_public_key", id: "APKAEXAMPLE", status: "active" },
    { kind: "signing_certificate", id: "CERTEXAMPLE", status: "active" },
    { kind: "service_specific_credential", id: "ACCAEXAMPLE", status: "active" },
    { kind: "api_key", id: "ACCAEXAMPLE2", status: "active" },
  ],
  groupNames: ["developers"],
  attachedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  inlinePolicyNames: ["own"],
  hasPermissionsBoundary: true,
  mfaSerialNumbers: ["arn:aws:iam::111122223333:mfa/phone", "GAHT12345678"],
  roleName: "deploy-web-role",
};
const of = (stage: keyof ReturnType<typeof stepsOf>, over: Partial<StepInput> = {}) =>
  stepsOf({ ...input, ...over })[stage];
const user = "--user-name deploy-web";

describe("the next step", () => {
  test("from quiet turns off what is active, and can be taken back but for the password", () => {
    expect(of("quiet")?.commands).toEqual([
      `aws iam update-access-key ${user} --access-key-id AKIAEXAMPLE1 --status Inactive`,
      `aws iam delete-login-profile ${user}`,
      `aws iam update-signing-certificate ${user} --certificate-id CERTEXAMPLE --status Inactive`,
      `aws iam update-ssh-public-key ${user} --ssh-public-key-id APKAEXAMPLE --status Inactive`,
      `aws iam update-service-specific-credential ${user} --service-specific-credential-id ACCAEXAMPLE --status Inactive`,
      `aws iam update-service-specific-credential ${user} --service-specific-credential-id ACCAEXAMPLE2 --status Inactive`,
    ]);
    expect(of("quiet")?.wayBack?.commands).toContain(
      `aws iam update-access-key ${user} --access-key-id AKIAEXAMPLE1 --status Active`,
    );
    expect(of("quiet")?.wayBack?.commands.join()).not.toContain("login-profile");
    expect(of("quiet")?.wayBack?.sentence).toContain("The password stays deleted");
  });

  test("from quiet has no way back where there is nothing but a password, and says so", () => {
    const step = of("quiet", { credentials: [{ kind: "console_password", id: "password", status: "active" }] });
    expect(step?.wayBack).toBeNull();
    expect(step?.sentence).toContain("does not come back");
  });

  test("from deactivated deletes every credential, for good", () => {
    expect(of("deactivated")?.commands.map((command) => command.split(" ")[2])).toEqual([
      "delete-access-key",
      "delete-access-key",
      "delete-login-profile",
      "delete-signing-certificate",
      "delete-ssh-public-key",
      "delete-service-specific-credential",
      "delete-service-specific-credential",
    ]);
    expect(of("deactivated")?.wayBack).toBeNull();
    expect(of("deactivated")?.sentence).toContain("no way back");
  });

  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
  test("from deleted takes away all that DeleteUser demands to be gone, and the user last", () => {
    const commands = of("deleted", { credentials: [] })?.commands;
    expect(commands).toEqual([
      `aws iam deactivate-mfa-device ${user} --serial-number arn:aws:iam::111122223333:mfa/phone`,
      "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::111122223333:mfa/phone",
      `aws iam deactivate-mfa-device ${user} --serial-number GAHT12345678`,
      `aws iam delete-user-policy ${user} --policy-name own`,
      `aws iam detach-user-policy ${user} --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess`,
      `aws iam remove-user-from-group ${user} --group-name developers`,
      `aws iam delete-user-permissions-boundary ${user}`,
      `aws iam delete-user ${user}`,
    ]);
    expect(of("deleted")?.sentence).toContain("no way back");
    expect(of("deleted")?.commands.at(-1)).toBe(`aws iam delete-user ${user}`);
  });

  test("shows what could not be read instead of taking it for nothing", () => {
    for (const stage of ["quiet", "deactivated", "deleted"] as const) {
      const step = of(stage, { credentials: null, mfaSerialNumbers: null });
      expect(step?.sentence).toContain("could not be read");
      expect(step?.commands).toContain(`aws iam list-access-keys ${user}`);
    }
    expect(of("deleted", { mfaSerialNumbers: null })?.commands.join()).toContain("list-mfa-devices");
  });

  test("only looks before anything is taken away", () => {
    for (const command of of("adopted")?.commands ?? []) {
      expect(command).toMatch(/^aws (iam (get|list)-|cloudtrail lookup-events)/);
    }
    expect(of("adopted")?.commands[0]).toBe("aws iam get-access-key-last-used --access-key-id AKIAEXAMPLE1");
  });

  test("of a user without a successor is to watch, not to make a role", () => {
    expect(of("planned", { target: "remove" })).toEqual(of("adopted", { target: "remove" }));
  });

  test("from planned is the script that the artefacts hold, and the way back its undoing", () => {
    const [script] = artifactsOf(inputOf("lambda_execution_role"), "cli").files;
    expect(of("planned")?.commands).toEqual([`sh ${script?.name}`]);
    expect(of("planned")?.wayBack?.commands).toEqual([`sh ${script?.name} undo`]);
  });

  test("is none at the ends", () => {
    for (const stage of ["verified", "retired", "excepted", "blocked"] as const) expect(of(stage)).toBeNull();
  });

  test("has a sentence and, where there is a way back, one for it too, for every target", () => {
    for (const target of MigrationTarget.options) {
      for (const step of Object.values(stepsOf({ ...input, target }))) {
        for (const sentence of step ? [step.sentence, step.wayBack?.sentence ?? "None."] : []) {
          expect(sentence).toMatch(/^[A-Z].*\.$/);
        }
      }
    }
  });
});

test("whatever the names, each command reaches the AWS CLI with them unbroken", () => {
  const name = fc.string({ unit: fc.constantFrom(..."aZ9_+=,.@-"), minLength: 1, maxLength: 64 });
  const anything = fc
    .array(fc.constantFrom("'", '"', "`id`", "$(id)", "$x", "\\", "\n", " ", "*", "é", "-", ";"), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(name, name, anything, (userName, groupName, policyName) => {
      const steps = stepsOf({ ...input, userName, groupNames: [groupName], inlinePolicyNames: [policyName] });
      const aws = fakeAws();
      const commands = ["adopted", "quiet", "deactivated", "deleted"].flatMap(
        (stage) => steps[stage as keyof typeof steps]?.commands ?? [],
      );
      const calls = aws.run("sh", commands.join("\n"));
      expect(calls).toHaveLength(commands.length);
      for (const call of calls) {
        const given = optionOf(call, "--user-name");
        if (given !== undefined) expect(given).toBe(userName);
      }
      const find = (action: string) => calls.find((call) => call[1] === action);
      expect(optionOf(find("remove-user-from-group"), "--group-name")).toBe(groupName);
      expect(optionOf(find("delete-user-policy"), "--policy-name")).toBe(policyName);
      const looked = JSON.parse(optionOf(find("lookup-events"), "--lookup-attributes") ?? "[]");
      expect(looked).toEqual([{ AttributeKey: "Username", AttributeValue: userName }]);
    }),
    { numRuns: 25 },
  );
});
