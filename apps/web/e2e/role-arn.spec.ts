import { expect } from "@playwright/test";
import { beginConnection, signUp } from "./support/console.ts";
import { test } from "./support/journey.ts";

const WRONG = [
  "arn:aws:iam::12345:role/RolecallReadOnly",
  "arn:aws:iam::123456789012:user/RolecallReadOnly",
  "RolecallReadOnly",
];

test("a wrong role ARN is said at its field, and nothing is verified", async ({ page }) => {
  await signUp(page);
  await beginConnection(page, "Mistyped");
  await page.getByRole("link", { name: "The role is installed: continue" }).click();
  const field = page.getByLabel("Role ARN");
  for (const roleArn of WRONG) {
    await field.fill(roleArn);
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(/Not a role ARN/);
  }
  await expect(page).toHaveURL(/step=role/);
});
