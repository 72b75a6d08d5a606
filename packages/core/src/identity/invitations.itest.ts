import { randomInt } from "node:crypto";
import { ownerSql } from "@rolecall/db/testing";
import { SignUpInput } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import { makeTenant, testDeps } from "../testing/index.ts";
import { createTenant } from "./create-tenant.ts";
import { acceptInvitation, describeInvitation, listOpenInvitations, requestSignUp } from "./invitations.ts";
import { refuseMail } from "./proof-links.ts";
import { openSession, resolveSession, signUp, verifyPassword } from "./sign-in.ts";

const deps = testDeps();
const DAY_MS = 86_400_000;
const STRONG = "correct horse battery staple";
const newEmail = () => `new-${deps.newId()}@rolecall.test`;
const newAddress = () => `198.51.${randomInt(256)}.${randomInt(256)}:${randomInt(65_536)}`;
const tokenOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

/** What waits to be mailed to an address, as whoever runs the installation sees it. */
const waitingFor = async (email: string) => (await listOpenInvitations(deps)).filter((one) => one.email === email);

async function linkFor(email: string): Promise<string> {
  const [invitation, ...others] = await waitingFor(email);
  expect(others).toEqual([]);
  return invitation!.link;
}

/** A visitor who signed up in a time in which nobody had to prove an address. */
async function squat(email: string) {
  const input = SignUpInput.parse({
    email,
    password: "the squatter's own password",
    name: "Squatter",
    tenantName: "Trap",
  });
  const { personId } = await signUp(deps, input);
  return { password: input.password, personId, ...(await openSession(deps, { personId })) };
}

describe("a tenant that is made for an address", () => {
  test("is not joined to whoever signed up with the address first: they see nothing of it", async () => {
    const email = newEmail();
    const squatter = await squat(email);
    const made = await createTenant(deps, { name: "Acme", email });
    expect(made).toMatchObject({
      password: null,
      done: expect.stringMatching(/nobody has shown that the address is theirs/),
    });
    const seen = await resolveSession(deps, squatter.sessionId);
    expect(seen?.tenants.map(({ name }) => name)).toEqual(["Trap"]);
    const { rows } = await ownerSql("SELECT 1 FROM membership WHERE tenant_id = $1", [made.tenantId]);
    expect(rows).toEqual([]);
  });

  test("is joined by the link, which ends what the first one had: password and sessions", async () => {
    const email = newEmail();
    const squatter = await squat(email);
    const made = await createTenant(deps, { name: "Acme", email });
    const token = tokenOf(made.invitation!.link);
    expect(await describeInvitation(deps, token)).toEqual({
      email,
      tenantName: "Acme",
      asks: { name: false, password: true, tenantName: false },
    });
    expect(await acceptInvitation(deps, token, { password: STRONG })).toEqual({ email, hasNewPassword: true });
    expect(await resolveSession(deps, squatter.sessionId)).toBeNull();
    expect(await verifyPassword(deps, { email, password: squatter.password })).toBeNull();
    expect(await verifyPassword(deps, { email, password: STRONG })).toEqual({ personId: squatter.personId });
    const { rows } = await ownerSql(
      "SELECT action, actor FROM audit_event WHERE tenant_id = $1 AND action LIKE 'member%'",
      [made.tenantId],
    );
    expect(rows).toEqual([{ action: "member.joined", actor: email }]);
  });

  test("has a new account with a password, which counts as proved: the next one is joined at once", async () => {
    const email = newEmail();
    const first = await createTenant(deps, { name: "Acme", email });
    expect(first).toMatchObject({
      password: expect.any(String),
      invitation: null,
      done: expect.stringMatching(/signs in with this password/),
    });
    const second = await createTenant(deps, { name: "Bolt", email });
    expect(second).toMatchObject({
      password: null,
      invitation: null,
      done: expect.stringMatching(/keeps the password/),
    });
    const person = await verifyPassword(deps, { email, password: first.password! });
    const { sessionId } = await openSession(deps, person!);
    expect((await resolveSession(deps, sessionId))?.tenants.map(({ name }) => name)).toEqual(["Acme", "Bolt"]);
  });

  test("invites also somebody new by a link, where that is asked for", async () => {
    const email = newEmail();
    const made = await createTenant(deps, { name: "Acme", email, isInvited: true });
    expect(made).toMatchObject({
      password: null,
      invitation: { link: expect.stringMatching(/^https:\/\/rolecall\.test\/invitation\//) },
    });
    expect(await waitingFor(email)).toMatchObject([{ kind: "member", link: made.invitation!.link }]);
    const accepted = await acceptInvitation(deps, tokenOf(made.invitation!.link), { name: "Ada", password: STRONG });
    expect(accepted.email).toBe(email);
    expect(await verifyPassword(deps, { email, password: STRONG })).not.toBeNull();
    expect(deps.jobs.enqueued).toContainEqual(
      expect.objectContaining({ name: "mail-proof", payload: expect.objectContaining({ tenantId: made.tenantId }) }),
    );
  });
});

describe("signing up", () => {
  const signUpBy = (email: string, address = newAddress()) => requestSignUp(deps, { email, address });

  test("makes an account and an organisation by the link that was mailed, and by nothing else", async () => {
    const email = newEmail();
    expect(await signUpBy(email)).toBeUndefined();
    expect((await ownerSql("SELECT 1 FROM person WHERE email = $1", [email])).rows).toEqual([]);
    const link = await linkFor(email);
    const input = { name: "Ada", tenantName: "Analytical Engines", password: STRONG };
    await acceptInvitation(deps, tokenOf(link), input);
    const person = await verifyPassword(deps, { email, password: STRONG });
    const { sessionId } = await openSession(deps, person!);
    expect(await resolveSession(deps, sessionId)).toMatchObject({ name: "Ada", tenantName: "Analytical Engines" });
    await expect(acceptInvitation(deps, tokenOf(link), input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is answered alike where the address has an account, whose password stays", async () => {
    const { email, password, personId } = await makeTenant(deps);
    await ownerSql("UPDATE person SET email_proved_at = now() WHERE id = $1", [personId]);
    expect(await signUpBy(email)).toBeUndefined();
    const link = await linkFor(email);
    expect((await describeInvitation(deps, tokenOf(link)))?.asks).toEqual({
      name: false,
      password: false,
      tenantName: true,
    });
    await acceptInvitation(deps, tokenOf(link), { tenantName: "Second", password: "another good long password" });
    expect(await verifyPassword(deps, { email, password })).toEqual({ personId });
  });

  test("mails an address three times a day at most, and says nothing of it", async () => {
    const email = newEmail();
    for (let n = 0; n < 6; n++) expect(await signUpBy(email)).toBeUndefined();
    expect(await waitingFor(email)).toHaveLength(3);
  });

  test("is refused to a visitor who asks again and again", async () => {
    const address = newAddress();
    for (let n = 0; n < 60; n++) await signUpBy(newEmail(), address);
    await expect(signUpBy(newEmail(), address)).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test.each(["aaaaaaaaaaaa", "passwordpassword", "Analytical-Engines-1"])(
    "with the password %j is refused, and the link stays good",
    async (password) => {
      const email = newEmail();
      await signUpBy(email);
      const link = await linkFor(email);
      const input = { name: "Ada", tenantName: "Analytical Engines" };
      await expect(acceptInvitation(deps, tokenOf(link), { ...input, password })).rejects.toMatchObject({
        code: "INVALID",
        details: { field: "password" },
      });
      await acceptInvitation(deps, tokenOf(link), { ...input, password: STRONG });
    },
  );
});

describe("a link", () => {
  const invited = async () => {
    const email = newEmail();
    const { invitation } = await createTenant(deps, { name: "Acme", email, isInvited: true });
    return { email, token: tokenOf(invitation!.link) };
  };

  test("is good once, also where it is opened twice at the same moment", async () => {
    const { token } = await invited();
    const input = { name: "Ada", password: STRONG };
    const results = await Promise.allSettled([1, 2, 3].map(() => acceptInvitation(deps, token, input)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is good for a week", async () => {
    const { token } = await invited();
    const at = (ms: number) => testDeps({ now: () => new Date(Date.now() + ms) });
    expect(await describeInvitation(at(7 * DAY_MS - 60_000), token)).not.toBeNull();
    expect(await describeInvitation(at(7 * DAY_MS + 60_000), token)).toBeNull();
  });

  test.each([
    ["of another purpose", (token: string) => token.replace(/\.[^.]*$/, ".c2lnbmF0dXJl")],
    ["cut off", (token: string) => token.slice(0, -1)],
    ["without a signature", (token: string) => token.split(".")[0]!],
    ["with one more part", (token: string) => `${token}.x`],
    ["empty", () => ""],
  ])("%s is none", async (_, change) => {
    const { token } = await invited();
    expect(await describeInvitation(deps, change(token))).toBeNull();
    expect(await refuseMail(deps, change(token))).toBeNull();
  });
});
