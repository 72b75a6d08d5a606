import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { awsAccountId, installRole } from "./support/customer-account.ts";
import { openRow, rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
/** Datadog's account, as Datadog publishes it. */
const VENDOR = { name: "Datadog", principalArn: "arn:aws:iam::464622532012:root" };

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("a weak role's page says why, what would be right, and leads to its finding", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  const roleName = `Monitoring${Date.now()}`;
  await installRole({ roleName, principalArn: VENDOR.principalArn, externalId: null });
  await signUpWithScannedAccount(page, "RolecallTrust");

  await openRow(page, `/roles?q=${roleName}`, "IAM roles", roleName);
  const trust = region(page, "Trust");
  await expect(trust).toContainText("External ID");
  const principal = rowsOf(page, "Trusted principals").filter({ hasText: VENDOR.principalArn });
  await expect(principal).toContainText(VENDOR.name);
  await expect(principal).toContainText("Outside");
  await expect(trust.getByText("Reads", { exact: true })).toBeVisible();
  const difference = trust.getByRole("group", { name: "Recommended trust policy, difference" });
  await expect(difference.getByRole("listitem").filter({ hasText: "sts:ExternalId" })).toContainText("Added:");
  expect(await violationsOf(page)).toEqual([]);

  const failed = principal.getByRole("listitem").getByRole("link").first();
  const title = (await failed.textContent())!;
  await expect(rowsOf(page, "Findings").filter({ hasText: title })).toHaveCount(1);
  await failed.click();
  await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
  await expect(region(page, "Where")).toContainText(roleName);

  await page.goto(at("/roles"));
  await page.getByLabel("Trust", { exact: true }).selectOption("OK");
  await expect(page).toHaveURL((url) => url.searchParams.get("grade") === "ok");
  await expect(rowsOf(page, "IAM roles").first()).toBeVisible();
  await expect(rowsOf(page, "IAM roles").filter({ hasText: roleName })).toHaveCount(0);
});

test("the trust map names a vendor, and each of its numbers leads to the rows it counts", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  const roleName = `Metrics${Date.now()}`;
  await installRole({ roleName, principalArn: VENDOR.principalArn, externalId: null });
  await signUpWithScannedAccount(page, "RolecallMap");

  await page.goto(at("/trust-map"));
  const vendor = rowsOf(page, "Who can enter").filter({ hasText: VENDOR.name });
  await expect(vendor).toContainText("Vendor");
  await expect(vendor).toContainText(awsAccountId);
  await expect(vendor.getByRole("link", { name: roleName })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  const counts = page.getByRole("navigation", { name: "Outsiders by their gravest way in" }).getByRole("link");
  const amounts = (await counts.allTextContents()).map((text) => Number.parseInt(text, 10));
  const gravest = amounts.findIndex((amount) => amount > 0);
  await counts.nth(gravest).click();
  await expect(page).toHaveURL(/\/trust-map\?grade=/);
  await expect(rowsOf(page, "Who can enter")).toHaveCount(amounts[gravest]!);

  await page.goto(at("/trust-map"));
  const account = rowsOf(page, "Outsiders by account").filter({ hasText: awsAccountId });
  const number = account.getByRole("cell").getByRole("link").first();
  const amount = Number.parseInt((await number.textContent())!, 10);
  await number.click();
  await expect(page).toHaveURL((url) => url.searchParams.get("awsAccountId") === awsAccountId);
  await expect(rowsOf(page, "Who can enter")).toHaveCount(amount);

  await page.goto(at("/trust-map?q=nobody-is-called-this"));
  await expect(page.getByRole("heading", { name: "No outsiders match these filters" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
