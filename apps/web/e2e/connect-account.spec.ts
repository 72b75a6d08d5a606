import { expect } from "@playwright/test";
import { at, beginConnection, signUp, tellRoleArn } from "./support/console.ts";
import { awsAccountId, countAccount, installRole } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

/** Checks and the first scan together; both are far quicker, but share two cores with everything else. */
const UNTIL_SCANNED = { timeout: 40_000 };

test("connecting an account leads from sign-up to a dashboard that says what AWS says", async ({ page }) => {
  await signUp(page);
  await expect(page.getByRole("link", { name: "Connect an account" }).first()).toBeVisible();

  const connection = await beginConnection(page, "Production");
  const roleArn = await installRole({ roleName: "RolecallConnect", ...connection });
  await tellRoleArn(page, roleArn);

  await expect(page.getByText("The connection is active")).toBeVisible(UNTIL_SCANNED);
  const checks = page.getByRole("region", { name: "Checks" }).getByRole("listitem");
  await expect(checks.filter({ hasText: "refuses a request without External ID" })).toContainText("Passed");
  await expect(checks.filter({ hasText: "refuses a random External ID" })).toContainText("Passed");

  await page.getByRole("link", { name: "Go to the overview" }).click(UNTIL_SCANNED);
  const expected = await countAccount();
  await page.goto(at("/accounts"));
  const row = page.getByRole("row").filter({ hasText: awsAccountId });
  await expect(row).toContainText("Up to date");
  const cellOf = async (header: string) => {
    const headers = await page.getByRole("columnheader").allInnerTexts();
    return row.locator("th, td").nth(headers.indexOf(header));
  };
  await expect(await cellOf("Users")).toHaveText(String(expected.users));
  await expect(await cellOf("Roles")).toHaveText(String(expected.roles));

  await page.goto(at("/overview"));
  const keyTile = page
    .getByText("Active access keys", { exact: true })
    .locator("xpath=ancestor::*[contains(@class,'tile')][1]");
  await expect(keyTile).toContainText(String(expected.activeAccessKeys));
});

test("a scan can be asked for, and its page shows what it cost and what it read", async ({ page }) => {
  await signUpWithScannedAccount(page, "RolecallRescan");
  await page.goto(at(`/accounts/${awsAccountId}`));
  await page.getByRole("button", { name: "Scan now" }).click();
  await expect(page).toHaveURL(/\/scans\//);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("API calls", UNTIL_SCANNED);
  await expect(page.getByRole("region", { name: "Calls to AWS" })).toContainText("GetAccountAuthorizationDetails");
  await expect(
    page.getByRole("region", { name: "Coverage" }).getByRole("row").filter({ hasText: "Access keys" }),
  ).toContainText("Read");
});
