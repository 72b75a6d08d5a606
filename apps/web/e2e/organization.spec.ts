import { expect, type Page } from "@playwright/test";
import { actionsOf, READ_PERMISSIONS } from "@rolecall/domain";
import { violationsOf } from "./support/axe.ts";
import { at, signUp, tellRoleArn } from "./support/console.ts";
import { awsAccountId } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";
import { installRoles, MANAGEMENT_ACCOUNT_ID, MANAGEMENT_ROLE_ARN } from "./support/organization.ts";

const SOON = { timeout: 40_000 };

const rowOf = (page: Page, name: string) =>
  page.getByRole("table", { name: "Accounts of the organisation" }).getByRole("row").filter({ hasText: name });

test("an organisation is connected once: chosen as a tree, verified account by account, mended, and left out", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signUp(page);
  await page.goto(at("/connections/new"));
  await page.getByRole("radio", { name: "A whole organisation" }).check();
  await page.getByLabel("Name").fill("Small world");
  await page.getByRole("checkbox", { name: "CloudTrail lookups" }).check();
  await page.getByText("Advanced: scan interval and call ceiling").click();
  await page.getByLabel("Scan interval").selectOption("Every 12 hours");
  await page.getByLabel("Most calls per second").fill("50");
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Continue" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Small world" })).toBeVisible();
  await expect(page.getByRole("region", { name: "What Rolecall can do" })).toContainText("cloudtrail:LookupEvents");
  await expect(page.getByRole("region", { name: "2. Bring the role into the member accounts" })).toContainText(
    "create-stack-set",
  );
  const connectionId = new URL(page.url()).searchParams.get("connection")!;
  const externalId = (await page.getByRole("region", { name: "External ID" }).locator("code").first().textContent())!;
  await installRoles({
    externalId,
    awsAccountIds: [MANAGEMENT_ACCOUNT_ID],
    actions: READ_PERMISSIONS.map(({ action }) => action),
  });
  const withoutKeys = actionsOf(["core"]).filter((action) => action !== "iam:ListAccessKeys");
  await installRoles({ externalId, awsAccountIds: [awsAccountId], actions: withoutKeys });
  await tellRoleArn(page, MANAGEMENT_ROLE_ARN);
  await page.getByRole("main").getByRole("link", { name: "Choose accounts" }).last().click(SOON);

  const units = page.getByRole("group", { name: "Units and accounts" });
  await expect(units.getByRole("checkbox", { name: "Production", exact: true })).toBeVisible(SOON);
  await units.getByRole("checkbox", { name: "Root", exact: true }).check();
  await expect(units.getByRole("checkbox", { name: "Workloads", exact: true })).toBeDisabled();
  await expect(units.getByRole("checkbox", { name: "production", exact: true })).toBeChecked();
  await units.getByRole("checkbox", { name: "management", exact: true }).uncheck();
  await expect(units).toContainText("1 left out");
  await expect(page.getByText("1 of 2 accounts chosen.")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Save and verify" }).click();

  await expect(rowOf(page, "production")).toContainText("iam:ListAccessKeys", SOON);
  await expect(rowOf(page, "production")).toContainText("Failed");
  await expect(rowOf(page, "sandbox")).toContainText("SUSPENDED");
  await page.getByRole("link", { name: "Open the organisation" }).click();
  expect(await violationsOf(page)).toEqual([]);

  await installRoles({
    externalId,
    awsAccountIds: [awsAccountId],
    actions: READ_PERMISSIONS.map(({ action }) => action),
  });
  await page.getByRole("button", { name: "Verify failed ones again (1)" }).click();
  await expect(rowOf(page, "production")).toContainText("Verified", SOON);
  await page.goto(at(`/accounts/${awsAccountId}`));
  await expect(page.getByText("Workloads / Production")).toBeVisible();

  await page.goto(at(`/connections/${connectionId}?status=active`));
  await page.getByRole("button", { name: "Leave out: production" }).click();
  await expect(page.getByRole("heading", { name: "No accounts match these filters" })).toBeVisible();
  await page.goto(at(`/connections/${connectionId}?view=choose`));
  await expect(page.getByRole("checkbox", { name: "production", exact: true })).not.toBeChecked();
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(at(`/connections/${connectionId}?view=connection`));
  await expect(page.getByLabel("Scan interval")).toHaveValue("12");
  await expect(page.getByLabel("Most calls per second")).toHaveValue("50");
  expect(await violationsOf(page)).toEqual([]);
});
