import { randomInt } from "node:crypto";
import { createDb } from "@rolecall/db";
import { closeAtEnd } from "@rolecall/db/testing";
import { describe, expect, inject, test } from "vitest";
import { makeTenant, testDeps } from "../testing/index.ts";
import { attemptSignIn, slowDownMs } from "./sign-in-attempts.ts";

const deps = testDeps();
const newAddress = () => `198.51.${randomInt(256)}.${randomInt(256)}:${randomInt(65_536)}`;

/** Signs in without holding the answer back, and tells by how much it would have been. */
function visitor(address: string, of = deps) {
  const held: number[] = [];
  const signIn = (email: string, password: string) =>
    attemptSignIn(of, { email, password, address }, async (ms) => void held.push(ms));
  return { held, signIn };
}

async function guess(times: number, signIn: (email: string, password: string) => Promise<unknown>, email: string) {
  for (let n = 0; n < times; n++) await signIn(email, `guess ${n}`).catch(() => undefined);
}

describe("guessing at a password", () => {
  test("is refused from an address after ten wrong ones, also with the right one, and tells for how long", async () => {
    const { email, password } = await makeTenant(deps);
    const { signIn } = visitor(newAddress());
    for (let n = 0; n < 10; n++) expect(await signIn(email, `guess ${n}`)).toBeNull();
    await expect(signIn(email, password)).rejects.toMatchObject({
      code: "TOO_MANY",
      details: { seconds: expect.any(Number) },
    });
    await expect(signIn(` ${email.toUpperCase()} `, password)).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test("locks nobody else out: the person signs in from their own address, only more slowly", async () => {
    const { email, password, personId } = await makeTenant(deps);
    for (let stranger = 0; stranger < 6; stranger++) await guess(8, visitor(newAddress()).signIn, email);
    const { held, signIn } = visitor(newAddress());
    expect(await signIn(email, password)).toEqual({ personId });
    expect(held).toEqual([5_000]);
    expect(await signIn(email, password)).toEqual({ personId });
    expect(held).toEqual([5_000]);
  });

  test("is remembered by another process", async () => {
    const { email, password } = await makeTenant(deps);
    const address = newAddress();
    await guess(10, visitor(address).signIn, email);
    const db = createDb({ appUrl: inject("appUrl"), authUrl: inject("authUrl") });
    closeAtEnd(() => db.close());
    await expect(visitor(address, { ...deps, db }).signIn(email, password)).rejects.toMatchObject({ code: "TOO_MANY" });
  });

  test("at many people's from one address is refused there, and nowhere else", async () => {
    const { email, password, personId } = await makeTenant(deps);
    const { signIn } = visitor(newAddress());
    for (let n = 0; n < 60; n++)
      await signIn(`nobody-${n}-${deps.newId()}@rolecall.test`, "guess").catch(() => undefined);
    await expect(signIn(email, password)).rejects.toMatchObject({ code: "TOO_MANY" });
    expect(await visitor(newAddress()).signIn(email, password)).toEqual({ personId });
  });

  test("of somebody who has no account is answered alike", async () => {
    const { signIn } = visitor(newAddress());
    const email = `nobody-${deps.newId()}@rolecall.test`;
    for (let n = 0; n < 10; n++) expect(await signIn(email, `guess ${n}`)).toBeNull();
    await expect(signIn(email, "guess")).rejects.toMatchObject({ code: "TOO_MANY" });
  });
});

test("each guess beyond the twentieth is answered later, by five seconds at the most", () => {
  expect([1, 20, 21, 22, 40, 1_000].map(slowDownMs)).toEqual([0, 0, 250, 500, 5_000, 5_000]);
});
