import { PERMISSION_PACKS } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { EXTERNAL_ID, emulate, SMALL } from "../testing/emulated-account.ts";
import { type Condition, setTrust, verify } from "./verification-fixture.ts";

describe("a role that opens to others", () => {
  it.each<[string, Condition | null, string[]]>([
    ["without any condition", null, ["no_external_id"]],
    ["by StringEqualsIfExists", { StringEqualsIfExists: { "sts:ExternalId": EXTERNAL_ID } }, ["no_external_id"]],
    ["by a wildcard", { StringLike: { "sts:ExternalId": "rolecall-*" } }, ["random_external_id"]],
  ])("%s is unsafe", async (_, condition, failing) => {
    const emulated = await emulate(SMALL);
    setTrust(emulated, condition);
    const { checks, check, verdict } = await verify(emulated);
    expect(checks.filter(({ status }) => status === "failed").map(({ name }) => name)).toEqual(failing);
    const message = check(failing[0] ?? "")?.message;
    expect(message).toContain("confused deputy");
    expect(message).toContain(`{"StringEquals":{"sts:ExternalId":"${EXTERNAL_ID}"}}`);
    expect(verdict.status).toBe("unsafe");
  });

  it.each<[string, Condition | null, number]>([
    ["without any condition", null, 2],
    ["by a wildcard", { StringLike: { "sts:ExternalId": "rolecall-*" } }, 3],
  ])("%s is asked nothing more, of no service and for no pack", async (_, condition, assumptions) => {
    const emulated = await emulate(SMALL);
    setTrust(emulated, condition);
    const { checks } = await verify(emulated, { packs: PERMISSION_PACKS });
    const { byAction } = emulated.emulator.calls();
    // Who the worker is, who the session is, and the attempts to open the role up to the one that should have failed.
    expect(byAction).toEqual({ AssumeRole: assumptions, GetCallerIdentity: 2 });
    const permissions = checks.filter(({ name }) => name.startsWith("permission:"));
    expect(permissions.every(({ status, message }) => status === "skipped" && message?.includes("not proven"))).toBe(
      true,
    );
  });

  it("is not called safe where AWS does not answer with AccessDenied", async () => {
    const emulated = await emulate(SMALL, { timing: { throttledGiveUpMs: 50 } });
    const { check, verdict } = await verify(emulated, {
      onCheck: ({ name, status }) => {
        if (name !== "no_external_id") return;
        if (status === "running")
          emulated.emulator.faults.add({ action: "AssumeRole", kind: "Throttling", times: 100 });
        else emulated.emulator.faults.clear();
      },
    });
    expect(check("no_external_id")).toMatchObject({
      status: "unproven",
      message: expect.stringContaining("could not be proven"),
    });
    expect(check("random_external_id")?.status).toBe("skipped");
    expect(verdict).toMatchObject({ status: "failed", isConclusive: false });
    expect(Object.keys(emulated.emulator.calls().byAction).sort()).toEqual(["AssumeRole", "GetCallerIdentity"]);
  });

  it.each(["no_external_id", "random_external_id"])(
    "is not called safe by refusals from %s on that its own External ID meets as well",
    async (name) => {
      const emulated = await emulate(SMALL);
      setTrust(emulated, { StringLike: { "sts:ExternalId": "rolecall-*" } });
      const { check, checks, verdict } = await verify(emulated, {
        onCheck: (change) => {
          if (change.name === name && change.status === "running") {
            emulated.emulator.faults.add({ action: "AssumeRole", kind: "AccessDenied", times: 9 });
          }
        },
      });
      if (name === "random_external_id") expect(check(name)?.status).toBe("passed");
      expect(check("right_external_id")).toMatchObject({
        status: "unproven",
        message: expect.stringContaining("refusals prove nothing"),
      });
      expect(checks.some(({ name: other, status }) => other.startsWith("permission:") && status !== "skipped")).toBe(
        false,
      );
      expect(verdict).toMatchObject({ status: "failed", isConclusive: false });
    },
  );
});

describe("the worker's own account", () => {
  it.each(["arn:aws:iam::111122223333:role/RolecallReadOnly", "arn:aws:iam::111122223333:role/rolecall-inventory"])(
    "is nobody's to connect: %s is not even tried",
    async (roleArn) => {
      const emulated = await emulate(SMALL);
      const { check, verdict } = await verify(emulated, { roleArn });
      expect(check("right_external_id")).toMatchObject({
        status: "failed",
        message: expect.stringContaining("Rolecall's worker itself runs in"),
      });
      expect(verdict).toMatchObject({ status: "failed", isConclusive: true });
      expect(emulated.emulator.calls().byAction.AssumeRole).toBeUndefined();
    },
  );
});
