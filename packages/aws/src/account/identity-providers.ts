import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from "@aws-sdk/client-iam";
import type { OidcProviderFact, SamlProviderFact } from "@rolecall/domain";
import { eachOnce, itself } from "../reading/each-once.ts";
import { ifGone } from "../reading/if-gone.ts";
import { type Listed, OddRecords, wholly } from "../reading/odd-records.ts";
import { type Outcome, outcomeOf } from "../reading/outcome.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** What was found, and the coverage of the kind: items may be there although others could not be read. */
export type ProvidersReading<T> = { items: T[]; outcome: Outcome<unknown> };

/** All OIDC providers: a list of ARNs, and a call for each. Never throws for what AWS answers. */
export async function readOidcProviders(call: IamCall, now: () => Date): Promise<ProvidersReading<OidcProviderFact>> {
  const arns = await outcomeOf(now, () => listOidcProviderArns(call));
  if (!arns.ok) return { items: [], outcome: arns };
  const rule = new StopRule();
  const listed = arns.value.value;
  const read = await Promise.all(listed.map((arn) => rule.run(() => readOidcProvider(call, arn))));
  const items = read.flatMap((result) => (result.ok && result.value ? [result.value] : []));
  if (!rule.failure) return { items, outcome: wholly(arns) };
  const unread = read.filter(({ ok }) => !ok).length;
  const reason = `${unread} of ${listed.length} OIDC providers are unknown. ${rule.failure.reason}`;
  return { items, outcome: { ok: false, failure: { ...rule.failure, reason } } };
}

async function listOidcProviderArns(call: IamCall): Promise<Listed<string[]>> {
  const odd = new OddRecords("iam:ListOpenIDConnectProviders", "OIDC providers");
  const { OpenIDConnectProviderList } = await call(
    "iam:ListOpenIDConnectProviders",
    (iam, abort) => iam.send(new ListOpenIDConnectProvidersCommand({}), abort),
    ({ OpenIDConnectProviderList }) => OpenIDConnectProviderList !== undefined,
  );
  const arns = (OpenIDConnectProviderList ?? []).flatMap((provider) => {
    if (!provider.Arn) odd.note(provider);
    return provider.Arn || [];
  });
  return { value: eachOnce(arns, itself), lacking: odd.failure };
}

/** Null for a provider that was deleted since it was listed. @throws AwsCallFailed */
const readOidcProvider = (call: IamCall, arn: string): Promise<OidcProviderFact | null> =>
  ifGone(null, async () => {
    const provider = await call(
      "iam:GetOpenIDConnectProvider",
      (iam, abort) => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), abort),
      (answer) => hasFields(answer, "Url", "CreateDate"),
    );
    return {
      arn,
      url: provider.Url ?? "",
      clientIds: provider.ClientIDList ?? [],
      thumbprints: provider.ThumbprintList ?? [],
      createdAt: provider.CreateDate as Date,
      tags: (provider.Tags ?? []).map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" })),
    };
  });

/** All SAML providers. Their metadata is not asked for. @throws AwsCallFailed */
export async function readSamlProviders(call: IamCall): Promise<Listed<SamlProviderFact[]>> {
  const odd = new OddRecords("iam:ListSAMLProviders", "SAML providers");
  const { SAMLProviderList } = await call(
    "iam:ListSAMLProviders",
    (iam, abort) => iam.send(new ListSAMLProvidersCommand({}), abort),
    ({ SAMLProviderList }) => SAMLProviderList !== undefined,
  );
  const providers = (SAMLProviderList ?? []).flatMap((provider): SamlProviderFact[] => {
    const { Arn = "", CreateDate, ValidUntil } = provider;
    if (hasFields(provider, "Arn", "CreateDate")) {
      const name = Arn.slice(Arn.indexOf("/") + 1);
      return [{ arn: Arn, name, createdAt: CreateDate as Date, validUntil: ValidUntil ?? null }];
    }
    odd.note(provider);
    return [];
  });
  return { value: eachOnce(providers, ({ arn }) => arn), lacking: odd.failure };
}
