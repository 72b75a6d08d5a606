import { expect } from "@playwright/test";
import { at, signUp } from "./support/console.ts";
import { test } from "./support/journey.ts";

test("a token is shown once, opens the REST API, and is dead as soon as it is revoked", async ({ page, request }) => {
  await signUp(page);
  await page.goto(at("/settings/api-tokens"));
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("Name").fill("SIEM export");
  await page.getByRole("button", { name: "Make the token" }).click();
  const dialog = page.getByRole("dialog");
  const token = (await dialog.locator("code").textContent())!;
  const call = () => request.get(at("/api/v1/accounts"), { headers: { authorization: `Bearer ${token}` } });
  expect((await call()).status()).toBe(200);

  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.reload();
  expect(await page.content()).not.toContain(token);
  await page.getByRole("button", { name: "Revoke SIEM export" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  const refused = await call();
  expect(refused.status()).toBe(401);
  expect(refused.headers()["content-type"]).toContain("application/problem+json");
});

test("the session cookie opens the console's own API for its own pages only, and never REST", async ({ page }) => {
  await signUp(page);
  expect((await page.request.get(at("/api/v1/accounts"))).status()).toBe(401);
  const forged = await page.request.post(at("/api/trpc/apiTokens.create"), {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    data: { name: "forged" },
  });
  expect(forged.status()).toBe(403);
});
