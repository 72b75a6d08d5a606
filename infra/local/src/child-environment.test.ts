import { expect, it } from "vitest";
import {
  adminEnvironment,
  buildEnvironment,
  exampleEnvironment,
  sharedEnvironment,
  webEnvironment,
  workerEnvironment,
} from "./child-environment.ts";
import { settingsFrom } from "./env.ts";

const SECRET = "q8Zt3wLx0VbN5mKc7RfJ2hYd9GpS1aUe";
const shared = sharedEnvironment(
  settingsFrom({
    PATH: "/usr/bin",
    HTTPS_PROXY: "http://proxy.example:3128",
    DATABASE_URL: "postgresql://owner:owner-password@db.example/rolecall",
    SMTP_URL: "smtp://rolecall:mail-password@mail.example",
    MAIL_FROM: "Rolecall <rolecall@acme.test>",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_PROFILE: "mine",
    AWS_REGION: "eu-central-1",
    ROLECALL_SIGN_UP: "on",
    GITHUB_TOKEN: "ghp_of-the-shell",
    NPM_CONFIG__AUTH: "of-the-shell",
  }),
  {
    ownerPassword: "owner",
    appPassword: "app",
    systemPassword: "system",
    authPassword: "auth",
    queuePassword: "queue",
    sessionSecret: SECRET,
    unsubscribeSecret: SECRET,
  },
  { app: "postgresql://app", system: "postgresql://system", auth: "postgresql://auth", queue: "postgresql://queue" },
  "http://localhost:3000",
);
const standIn = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_ACCESS_KEY_ID: "AKIASTANDIN",
  ROLECALL_PRINCIPAL_ARN: "arn",
};
const MACHINE = ["PATH", "HTTPS_PROXY"];
const COMMON = ["DATABASE_URL", "QUEUE_DATABASE_URL", "ROLECALL_PUBLIC_URL", "UNSUBSCRIBE_SECRET", ...MACHINE];
const AWS = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_REGION"];

it.each([
  [
    "web",
    webEnvironment(shared, {}),
    ["AUTH_DATABASE_URL", "NEXTAUTH_SECRET", "NEXTAUTH_URL", "NEXT_TELEMETRY_DISABLED", "ROLECALL_SIGN_UP", ...COMMON],
  ],
  [
    "worker",
    workerEnvironment(shared, {}),
    ["MAIL_FROM", "ROLECALL_HOME", "SMTP_URL", "SYSTEM_DATABASE_URL", ...AWS, ...COMMON],
  ],
  ["admin", adminEnvironment(shared), ["AUTH_DATABASE_URL", "ROLECALL_HOME", "SYSTEM_DATABASE_URL", ...COMMON]],
  [
    "example",
    exampleEnvironment(shared, {}),
    ["AUTH_DATABASE_URL", "ROLECALL_HOME", "SYSTEM_DATABASE_URL", ...AWS, ...COMMON],
  ],
  ["build", buildEnvironment(shared), ["NEXT_TELEMETRY_DISABLED", ...MACHINE]],
] as const)("%s has what it needs and no more", (_, environment, expected) => {
  expect(Object.keys(environment).sort()).toEqual([...expected].sort());
  expect(JSON.stringify(environment)).not.toMatch(/owner-password|of-the-shell/);
});

it("with a stand-in for AWS, none of the user's own credentials reaches anybody", () => {
  expect(workerEnvironment(shared, standIn)).toMatchObject(standIn);
  expect(
    Object.keys(workerEnvironment(shared, standIn))
      .filter((name) => name.startsWith("AWS_"))
      .sort(),
  ).toEqual(["AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"]);
  const web = webEnvironment(shared, standIn);
  expect(Object.keys(web).filter((name) => name.startsWith("AWS_"))).toEqual([]);
  expect(web.ROLECALL_PRINCIPAL_ARN).toBe("arn");
});
