import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { at, beginConnection, type Owner, signUp, tellRoleArn } from "./console.ts";
import { awsAccountId, installRole } from "./customer-account.ts";

/** A tenant with one scanned account. Ends on the overview. */
export async function signUpWithScannedAccount(page: Page, roleName: string): Promise<Owner> {
  const owner = await signUp(page);
  const connection = await beginConnection(page, "Production");
  await tellRoleArn(page, await installRole({ roleName, ...connection }));
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible({ timeout: 40_000 });
  await page.goto(at("/overview"));
  return owner;
}

/** What axe finds on the page as it is, with what broke each rule. */
export async function violationsOf(page: Page): Promise<string[]> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // A mail's own markup is not this console's, and its frame runs no script that could look at it.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return violations.map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

export const rowsOf = (page: Page, caption: string): Locator =>
  page.getByRole("table", { name: caption, exact: true }).locator("tbody tr");

/** Opens what a row of a list tells of, by the text of its first column. */
export async function openRow(page: Page, list: string, caption: string, name: string): Promise<void> {
  await page.goto(at(list));
  await rowsOf(page, caption).getByRole("rowheader").getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
}

/** Scans the customer's account again, and waits until that has landed. */
export async function scanAccount(page: Page): Promise<void> {
  await page.goto(at(`/accounts/${awsAccountId}`));
  await page.getByRole("button", { name: "Scan now" }).click();
  await expect(page).toHaveURL(/\/scans\//);
  await expect(page.getByRole("region", { name: "Result", exact: true })).toContainText("API calls", {
    timeout: 40_000,
  });
}
