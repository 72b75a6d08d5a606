import { randomUUIDv7 } from "node:crypto";
import {
  acceptInvitation,
  attemptSignIn,
  checkHealth,
  closeSession,
  confirmRecipient,
  type Deps,
  describeConfirmation,
  describeInvitation,
  describeSubscription,
  openSession,
  refuseMail,
  requestSignUp,
  resolveApiToken,
  resolveSession,
  switchTenant,
  unsubscribe,
} from "@rolecall/core";
import { createDb } from "@rolecall/db";
import { createProducer } from "@rolecall/jobs";
import { env } from "./env.ts";

function createDeps(): Deps {
  const settings = env();
  return {
    db: createDb({ appUrl: settings.DATABASE_URL, authUrl: settings.AUTH_DATABASE_URL, purpose: "requests" }),
    jobs: createProducer(settings.REDIS_URL ?? settings.QUEUE_DATABASE_URL),
    now: () => new Date(),
    newId: () => randomUUIDv7(),
    settings: {
      publicUrl: settings.ROLECALL_PUBLIC_URL.replace(/\/+$/, ""),
      principalArn: settings.ROLECALL_PRINCIPAL_ARN ?? null,
      templateUrl: settings.ROLECALL_TEMPLATE_URL ?? null,
      unsubscribeSecret: settings.UNSUBSCRIBE_SECRET,
    },
  };
}

/** Kept on the global object: modules are loaded once per route bundle and again at each change in development. */
const holder = globalThis as typeof globalThis & { rolecallDeps?: Deps };

/** The one set of connections of this process: database, queue, clock. */
export function deps(): Deps {
  holder.rolecallDeps ??= createDeps();
  return holder.rolecallDeps;
}

type Rest<F> = F extends (deps: Deps, ...rest: infer R) => infer T ? (...rest: R) => T : never;
const bound = <F extends (deps: Deps, ...rest: never[]) => unknown>(useCase: F): Rest<F> =>
  ((...rest: never[]) => useCase(deps(), ...rest)) as Rest<F>;

/** Use cases that run before the tenant is known. Everything else goes through the API's procedures. */
export const identity = {
  requestSignUp: bound(requestSignUp),
  describeInvitation: bound(describeInvitation),
  acceptInvitation: bound(acceptInvitation),
  refuseMail: bound(refuseMail),
  describeConfirmation: bound(describeConfirmation),
  confirmRecipient: bound(confirmRecipient),
  attemptSignIn: (input: Parameters<typeof attemptSignIn>[1]) => attemptSignIn(deps(), input),
  openSession: bound(openSession),
  resolveSession: bound(resolveSession),
  switchTenant: bound(switchTenant),
  closeSession: bound(closeSession),
  resolveApiToken: bound(resolveApiToken),
  describeSubscription: bound(describeSubscription),
  unsubscribe: bound(unsubscribe),
};

/** The health of this instance, for load balancers and people. */
export const readHealth = bound(checkHealth);
