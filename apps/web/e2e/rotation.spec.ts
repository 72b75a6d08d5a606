import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { awsAccountId } from "./support/customer-account.ts";
import { openRow, rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("a user's page tells how its keys followed each other, what it may do, and what is wrong with it", async ({
  page,
}) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallRotation");
  await openRow(page, "/users", "IAM users", "ci-deploy");
  await expect(region(page, "Access")).toContainText("Policy deploy of group developers allows");

  const rotation = region(page, "Rotation history").getByRole("listitem").first();
  await expect(rotation).toContainText("Old key is deactivated");
  await expect(rotation.getByRole("listitem").filter({ hasText: "New key made" })).toContainText("2026-03-01");
  await expect(rotation.getByRole("listitem").filter({ hasText: "Deleted" })).toContainText("not yet");
  await expect(rowsOf(page, "Findings").first()).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await rotation.getByRole("link").last().click();
  await expect(page).toHaveURL(/\/credentials\//);
  await expect(region(page, "State")).toContainText(/overdue by \d+ days/);
  await expect(region(page, "Age and use")).toContainText("after 90 days");
  await expect(region(page, "Age and use")).toContainText("default for machines");
  await expect(region(page, "Rhythm of use")).toContainText("Safe to deactivate");
  expect(await violationsOf(page)).toEqual([]);
});

test("the compliance of rotation leads to the overdue keys, of an account and of an owner", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallStandings");
  await page.goto(at("/rotation"));
  await expect(page.getByRole("figure").filter({ hasText: "Compliance over time" })).toContainText("%");
  expect(await violationsOf(page)).toEqual([]);

  const states = page.getByRole("list", { name: "Active access keys by state" }).getByRole("link");
  const overdue = states.filter({ hasText: "overdue" });
  const amount = Number.parseInt((await overdue.textContent())!, 10);
  expect(amount).toBeGreaterThan(0);
  await overdue.click();
  await expect(rowsOf(page, "Credentials")).toHaveCount(amount);
  await expect(rowsOf(page, "Credentials").first()).toContainText(/overdue by \d+ days/);

  await page.goto(at("/rotation"));
  const account = rowsOf(page, "Standings by account").filter({ hasText: awsAccountId });
  await expect(account.locator('a[href*="state=overdue"]')).toHaveText(String(amount));
  await account.getByRole("rowheader").getByRole("link").click();
  await expect(page).toHaveURL((url) => url.searchParams.get("awsAccountId") === awsAccountId);

  await page.getByRole("main").getByRole("link", { name: "Owners", exact: true }).click();
  const owner = rowsOf(page, "Standings by owner").filter({ hasText: "platform <team> & co" });
  await owner.locator('a[href*="state=overdue"]').click();
  await expect(page).toHaveURL((url) => url.searchParams.get("owner") === "platform <team> & co");
  await expect(rowsOf(page, "Credentials")).toHaveCount(1);
  await expect(rowsOf(page, "Credentials")).toContainText("ci-deploy");
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(at("/rotation?by=owner"));
  const nobody = rowsOf(page, "Standings by owner").filter({ hasText: "No owner" });
  await nobody.getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("note").filter({ hasText: "nobody is named as owner of" })).toBeVisible();
});
