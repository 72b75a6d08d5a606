import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { openRow, rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
/** The sweep comes by every ten seconds. */
const DUE_WORK_MS = 60_000;

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const cellsOf = (page: Page, owner: string) => rowsOf(page, "Owners").filter({ hasText: owner }).getByRole("cell");
const usersOf = async (page: Page, owner: string): Promise<number> =>
  Number(await cellsOf(page, owner).first().textContent());

/** Loads a page until due work has brought it to what is expected. */
async function loadUntil(page: Page, path: string, isSo: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(at(path));
    await isSo();
  }).toPass({ timeout: DUE_WORK_MS });
}

test("an owner is named by a rule and by hand, and people are merged and split", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallOwners");

  await page.goto(at("/owners"));
  await expect(rowsOf(page, "Owners").first()).toContainText("No owner");
  const unowned = await usersOf(page, "No owner");
  expect(unowned).toBeGreaterThan(1);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("button", { name: "Create rule" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("User name").fill("never-*");
  await form.getByRole("button", { name: "Preview" }).click();
  await expect(form.getByText("Enter an owner")).toBeVisible();
  await form.getByLabel("Owner").fill("Robotics");
  await form.getByRole("button", { name: "Preview" }).click();
  await expect(form.getByRole("status")).toContainText("1 user would change to Robotics");
  await expect(form.getByRole("status")).toContainText("Now No owner: 1 user");
  await expect(form.getByRole("status")).toContainText("never-signed-in");
  await form.getByRole("button", { name: "Create rule" }).click();
  await expect(form).toBeHidden();
  await expect(rowsOf(page, "Owner rules")).toContainText("name never-*");

  await loadUntil(page, "/owners", async () => {
    await expect(cellsOf(page, "Robotics").first()).toHaveText("1", { timeout: 500 });
  });
  expect(await usersOf(page, "No owner")).toBe(unowned - 1);
  await rowsOf(page, "Owners").getByRole("link", { name: "Robotics" }).click();
  await expect(rowsOf(page, "Migrations")).toHaveCount(1);

  await openRow(page, "/migration", "Migrations", "never-signed-in");
  await expect(region(page, "Where it stands")).toContainText("Owner: Robotics (by rule 1)");
  await page.getByRole("button", { name: "Assign owner" }).click();
  await page.getByRole("dialog").getByLabel("Owner").fill("Ann Lee");
  await page.getByRole("dialog").getByRole("button", { name: "Assign", exact: true }).click();
  await expect(region(page, "Where it stands")).toContainText("Owner: Ann Lee (assigned by");
  expect(await violationsOf(page)).toEqual([]);

  await loadUntil(page, "/people", async () => {
    await expect(rowsOf(page, "People and workloads").filter({ hasText: "Ann Lee" })).toHaveCount(1, { timeout: 500 });
  });
  await page.getByLabel("Select admin").check();
  await page.getByLabel("Select never-signed-in").check();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Merge 2 people" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page).toHaveURL(/\/people\//);
  await expect(region(page, "Why these users are one")).toContainText("A member merged them.");
  await expect(rowsOf(page, "Users of admin")).toHaveCount(2);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByLabel("Select never-signed-in").check();
  await page.getByRole("button", { name: "Split off" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Split", exact: true }).click();
  await expect(rowsOf(page, "Users of admin")).toHaveCount(1);
  await rowsOf(page, "Users of admin").getByRole("link", { name: "admin", exact: true }).click();
  await expect(page).toHaveURL(/\/users\//);
});
