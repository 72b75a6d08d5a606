import { expect } from "@playwright/test";
import { at } from "./support/console.ts";
import { awsAccountId } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

test("an account says what is known of it and what it cost, and is scanned as often as one wishes", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signUpWithScannedAccount(page, "RolecallKnown");
  await page.goto(at(`/accounts/${awsAccountId}`));

  const known = page.getByRole("region", { name: "What is known, and since when", exact: true });
  await expect(known.getByRole("row", { name: /^Access keys/ })).toContainText("live API");
  await expect(known.getByRole("row", { name: /^Permission sets/ })).toContainText("Not asked yet");
  await expect(page.getByRole("region", { name: "Root user" })).toContainText("MFA");
  await expect(page.getByRole("region", { name: "Password policy" })).toContainText("90 days");
  await expect(page.getByRole("progressbar", { name: /^Users: \d+ of 5,000/ })).toBeVisible();
  const calls = page.getByRole("table", { name: "Calls by action" });
  await expect(calls.getByRole("row").filter({ hasText: "iam:GetAccountAuthorizationDetails" })).toContainText(
    "1 for each 1,000",
  );

  const schedule = page.getByRole("region", { name: "Schedule" });
  await expect(schedule).toContainText("the connection's interval");
  await schedule.getByLabel("Scan this account").selectOption("Every 2 hours");
  await schedule.getByRole("button", { name: "Set" }).click();
  await expect(schedule).toContainText("its own interval");
  await expect(schedule).toContainText("every 2 hours");

  await page.getByRole("link", { name: "what a scan is published to cost" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What a scan costs" })).toBeVisible();
});
