import { expect, test } from "vitest";
import { assertStrongPassword } from "./password-strength.ts";

const KNOWN = ["olivia.owner@fernhill.example", "Olivia Owner", "Fernhill Foods"];

test.each([
  "aaaaaaaaaaaa",
  "abababababab",
  "123456789012",
  "passwordpassword",
  "P@ssw0rd1234",
  "qwertyuiop12",
  "1qaz2wsx3edc",
  "iloveyou1234",
  "letmeinletmein",
  "olivia.owner",
  "fernhillfoods1",
  "Olivia-Owner-2026",
  "rolecallrolecall",
  "FernhillFoods!!2026",
  "football1234",
  "trustno1trustno1",
])("%j is refused, with the reason", async (password) => {
  const refusal = await assertStrongPassword(password, KNOWN).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "INVALID", details: { field: "password" }, message: /too weak\. \S/ });
  expect(String(refusal)).not.toContain(password);
});

test.each([
  "correct horse battery staple",
  "Ti7ohx9eiNgo",
  "brücke leise kamel 4711",
  "mjz-urk-plo-wqe",
  "a sentence nobody else would write",
])("%j is taken", async (password) => {
  await expect(assertStrongPassword(password, KNOWN)).resolves.toBeUndefined();
});

test("a very long one costs no more time than a long one", async () => {
  const startedAtMs = performance.now();
  await assertStrongPassword("correct horse battery staple ".repeat(6).slice(0, 200), KNOWN);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});
