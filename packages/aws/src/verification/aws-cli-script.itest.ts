import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMALL_WORLD, smallWorld } from "@rolecall/aws-emulator";
import { renderCustomerTemplate, verdictOf } from "@rolecall/domain";
import { expect, it, onTestFinished } from "vitest";
import { CONNECTION_ID, type Emulated, emulateWorld } from "../testing/emulated-account.ts";

const EXTERNAL_ID = "rolecall-0199b2f0-1111-7000-8000-000000000001";
const ROLE_ARN = `arn:aws:iam::${SMALL_WORLD.memberAccountId}:role/RolecallReadOnly`;
const IN_A_REGION = { AWS_DEFAULT_REGION: "eu-central-1" };
const AWS_CLI = fileURLToPath(new URL("../testing/aws-cli.ts", import.meta.url));

type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs the wizard's script as an administrator of the account does, with nothing set but what is given. */
async function runScript({ emulator }: Emulated, variables: Record<string, string>): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-wizard-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { vendor } = emulator.state();
  const { body } = renderCustomerTemplate("cli", {
    externalId: EXTERNAL_ID,
    principalArn: `arn:aws:iam::${vendor.awsAccountId}:role/${vendor.roleName}`,
    partition: "aws",
  });
  writeFileSync(join(folder, "install.sh"), body);
  writeFileSync(join(folder, "aws"), `#!/bin/sh\nexec '${process.execPath}' '${AWS_CLI}' "$@"\n`);
  chmodSync(join(folder, "aws"), 0o755);
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: SMALL_WORLD.adminAccessKeyId,
    AWS_SECRET_ACCESS_KEY: "any",
    ...variables,
  };
  const child = spawn("bash", [join(folder, "install.sh")], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk) => {
      ended[name] += chunk;
    });
  }
  ended.code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  return ended;
}

/** An account that has no role of Rolecall's yet. */
async function accountToConnect(): Promise<Emulated> {
  const { memberAccountId: awsAccountId, now } = SMALL_WORLD;
  const emulated = await emulateWorld({ world: smallWorld(), awsAccountId, externalId: EXTERNAL_ID, now });
  emulated.emulator.mutate(() => emulated.account().roles.delete("rolecallreadonly"));
  return emulated;
}

async function verdict({ reader }: Emulated) {
  const checks = await reader.verifyConnection({
    ...{ roleArn: ROLE_ARN, externalId: EXTERNAL_ID, connectionId: CONNECTION_ID, onCheck: () => {} },
  });
  return verdictOf(checks);
}

it("installs a role that passes every check, and a second run changes nothing of it", async () => {
  const emulated = await accountToConnect();
  const role = () => emulated.account().roles.get("rolecallreadonly");
  const first = await runScript(emulated, IN_A_REGION);
  expect(first).toMatchObject({ code: 0, stdout: `${ROLE_ARN}\n` });
  expect(first.stderr).toContain("Role created.");
  const installed = structuredClone(role());
  expect(await verdict(emulated)).toMatchObject({ status: "active", reason: null });

  const second = await runScript(emulated, IN_A_REGION);
  expect(second).toMatchObject({ code: 0, stdout: `${ROLE_ARN}\n` });
  expect(second.stderr).toContain("Role existed and was updated.");
  expect(role()).toEqual(installed);
});

it("brings a role that somebody changed back to the same state", async () => {
  const emulated = await accountToConnect();
  await runScript(emulated, IN_A_REGION);
  const role = emulated.account().roles.get("rolecallreadonly");
  const installed = structuredClone(role);
  Object.assign(role ?? {}, { description: "Mine", maxSessionDurationSeconds: 7_200, inlinePolicies: [] });
  expect(await runScript(emulated, IN_A_REGION)).toMatchObject({ code: 0 });
  expect(emulated.account().roles.get("rolecallreadonly")).toEqual(installed);
});

it.each([
  ["neither set nor configured", {}],
  ["set to nothing", { AWS_DEFAULT_REGION: "", AWS_REGION: "" }],
])("says first that a Region is %s, and calls nothing", async (_, variables) => {
  const emulated = await accountToConnect();
  emulated.emulator.resetCalls();
  const { code, stdout, stderr } = await runScript(emulated, variables);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.trim().split("\n").at(-1)).toBe(
    "No default Region is set; nothing was changed. IAM is global, so any will do: export AWS_DEFAULT_REGION=us-east-1",
  );
  expect(emulated.emulator.calls().total).toBe(0);
});

it("takes the Region of version 2's variable for version 1 too", async () => {
  expect(await runScript(await accountToConnect(), { AWS_REGION: "eu-central-1" })).toMatchObject({ code: 0 });
});

it("ends with what AWS says where a call is refused", async () => {
  const emulated = await accountToConnect();
  emulated.emulator.faults.add({ action: "CreateRole", kind: "AccessDenied", message: "not by you" });
  const { code, stderr } = await runScript(emulated, IN_A_REGION);
  expect(code).toBe(1);
  expect(stderr).toContain("An error occurred (AccessDenied) when calling the create-role operation: not by you");
});
