import { expect, type Locator, type Page } from "@playwright/test";
import { at } from "./console.ts";
import { awsAccountId } from "./customer-account.ts";

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
