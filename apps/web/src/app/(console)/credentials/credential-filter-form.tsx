import { CredentialKind, CredentialState, CredentialStatus } from "@rolecall/domain";
import { FilterForm } from "@rolecall/ui";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import type { CredentialFilters } from "../../../rooms/address/credentials.ts";
import { asOfField, type Moment } from "../../../rooms/as-of/moment.ts";
import { KIND_LABELS, STATE_LABELS, STATUS_LABELS } from "../../../rooms/credentials/credential-labels.ts";

/** The filters of the credential list. */
export async function CredentialFilterForm({ filters, moment }: { filters: CredentialFilters; moment: Moment }) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/credentials"
      label="Filter credentials"
      kept={{
        sort: filters.sort,
        owner: filters.owner,
        unowned: filters.unowned ? "true" : null,
        unitId: filters.unitId,
      }}
      fields={[
        { kind: "search", name: "q", label: "Search", placeholder: "User, key id or name", value: filters.q },
        account,
        {
          kind: "select",
          name: "kind",
          label: "Kind",
          value: filters.kind,
          options: [
            { value: "", label: "Any kind" },
            ...CredentialKind.options.map((value) => ({ value, label: KIND_LABELS[value] })),
          ],
        },
        {
          kind: "select",
          name: "status",
          label: "Status",
          value: filters.status,
          options: [
            { value: "", label: "Any status" },
            ...CredentialStatus.options.map((value) => ({ value, label: STATUS_LABELS[value] })),
          ],
        },
        {
          kind: "select",
          name: "state",
          label: "State",
          value: filters.state,
          options: [
            { value: "", label: "Any state" },
            ...CredentialState.options.map((value) => ({ value, label: STATE_LABELS[value].label })),
          ],
        },
        {
          kind: "number",
          name: "minAgeDays",
          label: "Min. age, days",
          placeholder: "90",
          value: filters.minAgeDays,
        },
        asOfField(moment),
      ]}
    />
  );
}
