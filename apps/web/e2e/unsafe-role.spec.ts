import { expect } from "@playwright/test";
import { at, beginConnection, signUp, tellRoleArn } from "./support/console.ts";
import { installRole, setTrust } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";

const UNTIL_CHECKED = { timeout: 30_000 };

test("a role that opens without External ID is refused, and mended by the condition that the page shows", async ({
  page,
}) => {
  await signUp(page);
  const connection = await beginConnection(page, "Careless");
  const role = { roleName: "RolecallCareless", principalArn: connection.principalArn };
  const roleArn = await installRole({ ...role, externalId: null });
  await tellRoleArn(page, roleArn);

  const panel = page.getByRole("alert").filter({ hasText: "This role is unsafe" });
  await expect(panel).toBeVisible(UNTIL_CHECKED);
  await expect(panel).toContainText("does not insist on this connection's External ID");
  await expect(panel.locator("pre")).toContainText(`"sts:ExternalId": "${connection.externalId}"`);
  await page.goto(at("/accounts"));
  await expect(page.getByText("No account yet")).toBeVisible();

  await setTrust({ ...role, externalId: connection.externalId });
  await page.goto(at(`/connections/${connection.id}`));
  await page.getByRole("button", { name: "Verify again" }).first().click();
  await expect(
    page.getByRole("banner").or(page.locator("header")).getByText("Active", { exact: true }).first(),
  ).toBeVisible(UNTIL_CHECKED);
});
