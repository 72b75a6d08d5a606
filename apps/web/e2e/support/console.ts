import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { instance } from "./instance.ts";

export type Owner = { email: string; password: string; tenantName: string };

/** Where something on another page is. Journeys give whole addresses, because the instance's port is only known at run time. */
export const at = (path: string): string => new URL(path, instance.url).href;

export function newOwner(tenantName = "Acme"): Owner {
  return { email: `${randomUUID()}@acme.test`, password: "correct horse battery staple", tenantName };
}

type Mail = { to: string[]; subject: string; text: string };

/** The link in the newest mail to an address, as soon as it has come. */
async function linkMailedTo(email: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const mails = (await (await fetch(instance.mailboxUrl)).json()) as Mail[];
      link = /https?:\/\/\S+/.exec(mails.findLast(({ to }) => to.includes(email))?.text ?? "")?.[0];
      return link;
    })
    .toBeTruthy();
  return link!;
}

/** Makes an account and an organisation by the link that is mailed, and ends on its overview. */
export async function signUp(page: Page, owner: Owner = newOwner()): Promise<Owner> {
  await page.goto(at("/sign-up"));
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("Check your mail");
  await page.goto(await linkMailedTo(owner.email));
  await page.getByLabel("Your name").fill("Olivia Owner");
  await page.getByLabel("Organisation").fill(owner.tenantName);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Create organisation" }).click();
  await expect(page).toHaveURL(at("/overview"));
  return owner;
}

export async function signIn(page: Page, { email, password }: Pick<Owner, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export type PendingConnection = { id: string; externalId: string; principalArn: string };

const codeOf = async (region: Locator): Promise<string> => (await region.locator("code").first().textContent())!;

/** Names a connection in the wizard and reads what the next step asks to install. */
export async function beginConnection(page: Page, name: string): Promise<PendingConnection> {
  await page.goto(at("/connections/new"));
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return {
    id: new URL(page.url()).searchParams.get("connection")!,
    externalId: await codeOf(page.getByRole("region", { name: "External ID" })),
    principalArn: await codeOf(page.getByRole("region", { name: "Trusted principal" })),
  };
}

/** From the wizard's second step to its last: tells the role's ARN and starts the checks. */
export async function tellRoleArn(page: Page, roleArn: string): Promise<void> {
  await page.getByRole("link", { name: "The role is installed: continue" }).click();
  await page.getByLabel("Role ARN").fill(roleArn);
  await page.getByRole("button", { name: "Verify" }).click();
}
