import { z } from "zod";

const Instance = z.object({
  url: z.url(),
  homeDir: z.string(),
  /** Answers with the mails that were sent so far. */
  mailboxUrl: z.url(),
  /** The stand-in for AWS that the worker talks to, and who may change things in one of its accounts. */
  aws: z.object({
    endpointUrl: z.url(),
    customer: z.object({ awsAccountId: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
  }),
});

/** The instance that the run's set-up started, as it tells in E2E_INSTANCE. */
// biome-ignore lint/style/noProcessEnv: the set-up hands the instance on in a variable
export const instance = Instance.parse(JSON.parse(process.env.E2E_INSTANCE ?? "{}"));
