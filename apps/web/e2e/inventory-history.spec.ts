import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { installRole, setTrust, tagUser } from "./support/customer-account.ts";
import { openRow, rowsOf, scanAccount } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
const UNTIL_READ = { timeout: 30_000 };

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("a user is read anew on demand, and its history tells what that found", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallRecheck");
  await tagUser("nobody", "team", "<payments> & co");
  await openRow(page, "/users", "IAM users", "nobody");
  await expect(region(page, "Tags")).not.toContainText("payments");

  await page.getByRole("button", { name: "Recheck now" }).click();
  await expect(region(page, "Tags")).toContainText("<payments> & co", UNTIL_READ);
  await expect(page.getByText("Read anew just now")).toBeVisible();
  const history = region(page, "History");
  await expect(history).toContainText("gained the tag team=<payments> & co");
  await expect(history).toContainText("actor unknown: look it up in CloudTrail");
  await history.getByText("Show what changed").first().click();
  await expect(history.getByText("Gained: team=<payments> & co")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("button", { name: "Look it up in CloudTrail" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "cloudtrail:LookupEvents" })).toBeVisible();
});

test("a changed trust policy stands among what changed, as a difference by lines", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallChanges");
  const role = { roleName: `Partner${Date.now()}`, principalArn: "arn:aws:iam::111122223333:root" };
  await installRole({ ...role, externalId: null });
  await scanAccount(page);
  await setTrust({ ...role, externalId: "a-shared-secret" });
  await scanAccount(page);

  await page.goto(at("/changes"));
  await expect(page.getByRole("link", { name: `Role ${role.roleName} appeared` })).toBeVisible();
  const change = page.getByRole("listitem").filter({ hasText: `Trust policy of role ${role.roleName} changed` });
  await expect(change).toContainText("now demands an External ID");
  await change.getByText("Show what changed").click();
  const difference = change.getByRole("group", { name: "Trust policy, difference" });
  await expect(difference.getByRole("listitem").filter({ hasText: "a-shared-secret" })).toContainText("Added:");
  expect(await violationsOf(page)).toEqual([]);

  await page.getByLabel("Change", { exact: true }).selectOption("Vanished");
  await expect(page).toHaveURL(at("/changes?change=vanished"));
  await expect(page.getByRole("heading", { name: "No changes match these filters" })).toBeVisible();
});

test("every kind of the inventory has its list and its pages", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallKinds");
  const visit = async (list: string, caption: string, name: string) => {
    await openRow(page, list, caption, name);
    expect(await violationsOf(page)).toEqual([]);
  };
  await visit("/policies", "Policies", "deploy");
  await expect(region(page, "Document")).toContainText("lambda:UpdateFunctionCode");
  await expect(rowsOf(page, "Attachments").filter({ hasText: "developers" })).toContainText("Group");
  await visit("/groups", "Groups", "developers");
  await expect(rowsOf(page, "Members")).toContainText(["ci-deploy"]);
  await expect(region(page, "Permissions")).toContainText("deploy");
  await visit("/instance-profiles", "Instance profiles", "web-server");
  await expect(region(page, "Role")).toContainText("web-server");
  await visit("/identity-providers", "Identity providers", "gitlab.com");
  await expect(region(page, "Trust")).toContainText("Audiences");
  await visit("/identity-providers", "Identity providers", "Okta");
  await expect(region(page, "Trust")).toContainText("Valid until");
  await visit("/credentials?kind=server_certificate", "Credentials", "www");
  await expect(region(page, "Age and use")).toContainText("expire");
  await visit("/users", "IAM users", "ci-deploy");
  await expect(rowsOf(page, "Credentials")).toHaveCount(4);
});

test("the inventory can be looked at as of a day, from page to page, and back", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallAsOf");
  await page.goto(at("/roles"));
  await page.getByLabel("As of", { exact: true }).fill("2026-01-01");
  await page.getByRole("button", { name: "Apply" }).click();
  const banner = page.getByRole("note").filter({ hasText: "Inventory as it was known on 2026-01-01 23:59 UTC" });
  await expect(banner).toBeVisible();
  await expect(page.getByRole("heading", { name: "No roles were known then" })).toBeVisible();
  await page.getByRole("link", { name: "Groups", exact: true }).click();
  await expect(page).toHaveURL(at("/groups?asOf=2026-01-01"));
  await expect(banner).toBeVisible();
  await page.getByRole("link", { name: "Back to now" }).click();
  await expect(page).toHaveURL(at("/groups"));
  await openRow(page, "/groups", "Groups", "developers");
  await page.getByLabel("As of", { exact: true }).fill("2026-01-01");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "This group was not known then" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
