import { expect, type Page } from "@playwright/test";
import { authorizationDetails, UPLOADED_ACCOUNT_ID } from "./support/account-files.ts";
import { violationsOf } from "./support/axe.ts";
import { at, signUp } from "./support/console.ts";
import { test } from "./support/journey.ts";

const JSON_FILE = { name: "authorization-details.json", mimeType: "application/json" };

const choose = (page: Page, content: string) =>
  page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ ...JSON_FILE, buffer: Buffer.from(content) });

test("an account is known by its files alone, and wrong files are refused at their field", async ({ page }) => {
  test.setTimeout(120_000);
  await signUp(page);
  await page.goto(at("/accounts"));
  await page.getByRole("link", { name: "Upload an account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Upload an account" })).toBeVisible();
  const refusal = page.getByRole("alert").filter({ hasText: "authorization" });

  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(refusal).toContainText("Choose the file");
  await choose(page, "");
  await expect(page.getByRole("alert").filter({ hasText: "is empty" })).toBeVisible();
  await choose(page, authorizationDetails.slice(0, -20));
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(refusal).toContainText("authorization-details:");
  await choose(page, `{"Users": [${'{"UserName": "somebody"},'.repeat(100_000)}{}]}`);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(refusal).toContainText("authorization-details:");
  expect(await violationsOf(page)).toEqual([]);

  await choose(page, authorizationDetails);
  await page.getByLabel("Name of the account").fill("Acquired <b>company</b>");
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Upload of ${UPLOADED_ACCOUNT_ID}` })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole("region", { name: "Result" })).toContainText("2 users, 1 role", { timeout: 30_000 });
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(at(`/accounts/${UPLOADED_ACCOUNT_ID}`));
  await expect(page.getByRole("heading", { level: 1, name: "Acquired <b>company</b>" })).toBeVisible();
  await expect(page.getByRole("note").filter({ hasText: "Known by uploaded files" })).toBeVisible();
  const known = page.getByRole("region", { name: "What is known, and since when", exact: true });
  await expect(known.getByRole("row", { name: /^Users/ })).toContainText("uploaded file");
  await expect(known.getByRole("row", { name: /^Credential report/ })).toContainText("never read: unknown");
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("link", { name: "Connect it" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("Acquired <b>company</b>");
});
