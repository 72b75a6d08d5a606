import { startEmulator } from "@rolecall/aws-emulator";
import { LAB_ACCOUNT } from "@rolecall/example-organisation";
import { describe, expect, test } from "vitest";
import { demoWorld } from "./demo-world.ts";
import { exampleGuide } from "./example-guide.ts";

const ENDPOINT = "http://127.0.0.1:41999";
const running = {
  port: 3123,
  aws: { AWS_ENDPOINT_URL: ENDPOINT, AWS_ACCESS_KEY_ID: "AKIAOFTHEWORKER", AWS_SECRET_ACCESS_KEY: "of-the-worker" },
};

describe("the guide to the example", () => {
  test("names the emulator, the account, its administrator's key, the command and where to paste its answer", () => {
    const guide = exampleGuide(running);
    expect(guide).toContain(`listens at ${ENDPOINT} as long as Rolecall runs`);
    expect(guide).toContain("sandbox-lab (215768304492)");
    expect(guide).toContain("http://localhost:3123/connections/new");
    expect(guide).toContain("arn:aws:iam::215768304492:role/RolecallReadOnly");
    const [command = ""] = /env -u AWS_PROFILE[\s\S]*?install-rolecall-role\.sh/.exec(guide) ?? [];
    const variables = Object.fromEntries(
      [...command.matchAll(/(AWS_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(variables).toEqual({
      AWS_ENDPOINT_URL: ENDPOINT,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: LAB_ACCOUNT.administratorAccessKeyId,
      AWS_SECRET_ACCESS_KEY: "any",
    });
  });

  test("tells nothing of the worker's own credentials", () => {
    expect(exampleGuide(running)).not.toMatch(/AKIAOFTHEWORKER|of-the-worker/);
  });

  test("says what to start where nothing runs, or where it runs without the example", () => {
    expect(() => exampleGuide(null)).toThrow(/npm start/);
    expect(() => exampleGuide({ port: 3000, aws: {} })).toThrow(/without the example/);
  });

  test("is true: the key is an active one of an administrator of an account that has no role of Rolecall's", async () => {
    const state = {
      endsAt: "2026-11-29T12:00:00.000Z",
      email: "",
      password: "",
      tenantId: null,
      externalIds: {},
      isLoaded: false,
    };
    const emulator = await startEmulator({
      world: demoWorld(state),
      clock: { mode: "fixed", now: new Date(state.endsAt) },
    });
    try {
      const lab = emulator.state().accounts.get(LAB_ACCOUNT.awsAccountId);
      const keys = [...(lab?.users.values() ?? [])].flatMap(({ groupNames, accessKeys }) =>
        accessKeys.map(({ accessKeyId, status }) => ({ accessKeyId, status, groupNames })),
      );
      const accessKeyId = LAB_ACCOUNT.administratorAccessKeyId;
      expect(keys).toContainEqual({ accessKeyId, status: "Active", groupNames: ["administrators"] });
      expect(lab?.roles.has("rolecallreadonly")).toBe(false);
    } finally {
      await emulator.close();
    }
  });
});
