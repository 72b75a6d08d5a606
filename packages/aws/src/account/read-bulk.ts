import type { Timing } from "../calls/timing.ts";
import { readVirtualMfaDevices } from "../credentials/mfa-devices.ts";
import { readAllServiceCredentials } from "../credentials/service-specific-credentials.ts";
import { readAuthorizationDetails } from "../identities/authorization-details.ts";
import { readListedRoles } from "../identities/listed-roles.ts";
import { type Outcome, outcomeOf } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { readCredentialReport } from "../report/read-report.ts";
import type { IamCall } from "../session/account-session.ts";
import { readAccountAlias, readAccountSummary, readPasswordPolicy } from "./account-settings.ts";
import { readOidcProviders, readSamlProviders } from "./identity-providers.ts";

/** Reports how far a reading is. `total` is null while it is not known. */
export type Progress = (step: string, done: number, total: number | null) => void;

type Context = {
  call: IamCall;
  now: () => Date;
  timing: Timing;
  shared: SharedTexts;
  progress: Progress;
  signal?: AbortSignal;
};

const BULK_READERS = 10;

/** All that is read of the account as a whole, at the same time. What is unread is an outcome, never an exception. */
export async function readBulk({ call, now, timing, shared, progress, signal }: Context) {
  let done = 0;
  progress("account", 0, BULK_READERS);
  const counted = async <T>(reading: Promise<T>): Promise<T> => {
    const finished = await reading;
    done += 1;
    progress("account", done, BULK_READERS);
    return finished;
  };
  const read = <T>(reader: () => Promise<T>): Promise<Outcome<T>> => counted(outcomeOf(now, reader));
  const onPage = (identities: number) => progress("users and roles", identities, null);
  const [details, report, summary, alias, virtualMfa, listedRoles, passwordPolicy, oidc, saml, serviceCredentials] =
    await Promise.all([
      read(() => readAuthorizationDetails(call, shared, onPage)),
      counted(readCredentialReport({ call, now, timing, signal })),
      read(() => readAccountSummary(call)),
      read(() => readAccountAlias(call)),
      read(() => readVirtualMfaDevices(call)),
      read(() => readListedRoles(call, shared)),
      read(() => readPasswordPolicy(call)),
      counted(readOidcProviders(call, now)),
      read(() => readSamlProviders(call)),
      read(() => readAllServiceCredentials(call)),
    ]);
  return { details, report, summary, alias, virtualMfa, listedRoles, passwordPolicy, oidc, saml, serviceCredentials };
}

export type Bulk = Awaited<ReturnType<typeof readBulk>>;
