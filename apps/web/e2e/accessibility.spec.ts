import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { at, beginConnection, signUp, tellRoleArn } from "./support/console.ts";
import { awsAccountId, installRole } from "./support/customer-account.ts";

const WITHOUT_SESSION = ["/sign-in", "/sign-up", "/unsubscribe/not-a-token"];
const EMPTY = [
  "/overview",
  "/connections",
  "/connections/new",
  "/accounts",
  "/users",
  "/credentials",
  "/roles",
  "/reports",
];
const FILLED = [...EMPTY, `/accounts/${awsAccountId}`, "/settings", "/settings/api-tokens", "/settings/audit-log"];

/** Says for each rule what broke it where, so that a failure can be mended from its message. */
async function violationsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(at(path));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page, ${colorScheme} scheme`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    for (const path of WITHOUT_SESSION) found.push(...(await violationsOf(page, path)));
    await signUp(page);
    for (const path of EMPTY) found.push(...(await violationsOf(page, path)));

    const connection = await beginConnection(page, "Checked by axe");
    const steps = ["install", "role", "verify"].map(
      (step) => `/connections/new?connection=${connection.id}&step=${step}`,
    );
    for (const path of steps) found.push(...(await violationsOf(page, path)));
    await page.goto(at(steps[0]!));
    await tellRoleArn(page, await installRole({ roleName: `RolecallAxe-${colorScheme}`, ...connection }));
    const scanLink = page.getByRole("link", { name: "Open the scan" });
    await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible({ timeout: 40_000 });
    const scanPath = (await scanLink.getAttribute("href"))!;
    for (const path of [...FILLED, steps[2]!, `/connections/${connection.id}`, scanPath]) {
      found.push(...(await violationsOf(page, path)));
    }
    expect(found).toEqual([]);
  });
}
