import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at, signUp } from "./support/console.ts";
import { countAccount } from "./support/customer-account.ts";
import { rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

/** Follows the first row of a table to what it tells of, and comes back. */
async function checkFirstRow(page: Page, caption: string): Promise<void> {
  const link = rowsOf(page, caption).first().getByRole("link").first();
  const name = (await link.textContent())!;
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.goBack();
}

test("a figure of the overview leads to the rows it counts, and a row to its details", async ({ page }) => {
  test.setTimeout(120_000);
  await signUpWithScannedAccount(page, "RolecallInventory");
  const { activeAccessKeys, users } = await countAccount();
  const tile = page.locator("p", { has: page.getByRole("link", { name: "Active access keys", exact: true }) });
  await expect(tile.locator("xpath=following-sibling::p[1]")).toHaveText(activeAccessKeys.toLocaleString("en-US"));
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("link", { name: "Active access keys", exact: true }).click();
  await expect(rowsOf(page, "Credentials")).toHaveCount(Math.min(activeAccessKeys, 50));
  await checkFirstRow(page, "Credentials");

  await page.goto(at("/users"));
  await expect(rowsOf(page, "IAM users")).toHaveCount(Math.min(users, 50));
  await checkFirstRow(page, "IAM users");
  await page.goto(at("/roles"));
  await checkFirstRow(page, "IAM roles");
});

test("filters and order live in the address, and a list without rows says why", async ({ page }) => {
  test.setTimeout(120_000);
  await signUp(page);
  await page.goto(at("/users"));
  await expect(page.getByRole("heading", { name: "No account is connected yet" })).toBeVisible();

  await page.context().clearCookies();
  await signUpWithScannedAccount(page, "RolecallFilters");
  await page.goto(at("/users"));
  const userName = (await rowsOf(page, "IAM users").first().getByRole("link").first().textContent())!;
  await page.getByLabel("Search").fill(userName);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === userName);
  await expect(rowsOf(page, "IAM users").first()).toContainText(userName);

  await page.getByRole("link", { name: "Created" }).click();
  await expect(page).toHaveURL(
    (url) => url.searchParams.get("sort") === "-createdAt" && url.searchParams.get("q") === userName,
  );
  await expect(page.getByRole("columnheader", { name: "Created" })).toHaveAttribute("aria-sort", "descending");

  await page.goto(at("/users?q=nobody-is-called-this"));
  await expect(page.getByRole("heading", { name: "No users match these filters" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(at("/users"));
});

test("a report is scheduled in a time zone, sent now, and read in the outbox", async ({ page }) => {
  test.setTimeout(120_000);
  const { email } = await signUpWithScannedAccount(page, "RolecallReports");
  await page.goto(at("/reports"));
  await page.getByRole("link", { name: "Schedule a report" }).first().click();
  await page.getByLabel("Name").fill("Friday figures");
  await page.getByLabel("Weekday").selectOption("Friday");
  await page.getByLabel("Hour").selectOption("17:00");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Kathmandu");
  await page.getByRole("option", { name: "Asia/Kathmandu" }).click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Schedule it" }).click();

  await expect(page).toHaveURL(at("/reports"));
  const schedule = rowsOf(page, "Report schedules").filter({ hasText: "Friday figures" });
  await expect(schedule).toContainText("Every Friday at 17:00");
  await expect(schedule).toContainText(/Fri \d{4}-\d\d-\d\d 17:00 GMT\+5:45/);
  await expect(schedule).toContainText("11:15 UTC");

  await schedule.getByRole("button", { name: "Send Friday figures now" }).click();
  const mail = rowsOf(page, "Reports").getByRole("link", { name: email });
  await expect(mail).toBeVisible({ timeout: 30_000 });
  await expect(rowsOf(page, "Reports").getByText("Sent", { exact: true })).toBeVisible({ timeout: 30_000 });
  await mail.click();
  await expect(page.frameLocator("iframe").getByText("Overdue access keys", { exact: true })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Plain text" }).click();
  await expect(page.getByRole("region", { name: "plain text of the mail, text" })).toContainText("Overdue access keys");

  await page.goto(at("/reports"));
  await page.getByRole("button", { name: "Stop Friday figures" }).click();
  await page.getByRole("button", { name: "Stop it" }).click();
  await expect(page.getByRole("heading", { name: "No report is scheduled" })).toBeVisible();
});
