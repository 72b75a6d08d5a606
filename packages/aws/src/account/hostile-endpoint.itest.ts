import { expect, it } from "vitest";
import { emulate, SMALL } from "../testing/emulated-account.ts";

/** A policy of about so many characters. */
const policyOf = (characters: number) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Sid: "x".repeat(characters) }],
  });
const nested = (depth: number) => `{"Statement":${"[".repeat(depth)}${"]".repeat(depth)}}`;

it.each([
  ["of 1 MB", policyOf(1_000_000)],
  ["of more than twice AWS's quota", policyOf(21_000)],
  ["nested 60,000 deep", nested(60_000)],
  ["nested 40 deep", nested(40)],
])(
  "an inline policy %s costs itself alone: the rest of the account is read, and the policy is told of",
  async (_what, document) => {
    const emulated = await emulate(SMALL);
    emulated.emulator.mutate(() => {
      const role = emulated.account().roles.get("rolecallreadonly")!;
      role.inlinePolicies.push({ name: "huge", document });
    });
    const { roles, users, problems } = await emulated.read();
    const reader = roles.find(({ roleName }) => roleName === "RolecallReadOnly");
    expect(reader?.inlinePolicies.find(({ name }) => name === "huge")?.document.state).toBe("malformed");
    expect(users.length).toBeGreaterThan(0);
    expect(problems).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/huge/) }));
  },
);
