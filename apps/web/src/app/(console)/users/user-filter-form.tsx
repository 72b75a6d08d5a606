import { Mfa } from "@rolecall/domain";
import { FilterForm } from "@rolecall/ui";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import type { UserFilters } from "../../../rooms/address/users.ts";
import { asOfField, type Moment } from "../../../rooms/as-of/moment.ts";
import { MFA_LABELS } from "../../../rooms/users/user-labels.ts";

/** The filters of the user list. */
export async function UserFilterForm({ filters, moment }: { filters: UserFilters; moment: Moment }) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/users"
      label="Filter users"
      kept={{ sort: filters.sort }}
      fields={[
        { kind: "search", name: "q", label: "Search", placeholder: "User name", value: filters.q },
        account,
        {
          kind: "select",
          name: "hasConsolePassword",
          label: "Console password",
          value: filters.hasConsolePassword,
          options: [
            { value: "", label: "Any" },
            { value: "true", label: "With password" },
            { value: "false", label: "Without" },
          ],
        },
        {
          kind: "select",
          name: "hasActiveKey",
          label: "Access keys",
          value: filters.hasActiveKey,
          options: [
            { value: "", label: "Any" },
            { value: "true", label: "With active keys" },
            { value: "false", label: "Without" },
          ],
        },
        {
          kind: "select",
          name: "mfa",
          label: "MFA",
          value: filters.mfa,
          options: [
            { value: "", label: "Any MFA" },
            ...Mfa.options.map((value) => ({
              value,
              label: value === "unknown" ? "Kind not known" : MFA_LABELS[value].label,
            })),
          ],
        },
        {
          kind: "number",
          name: "minKeyAgeDays",
          label: "Min. key age, days",
          placeholder: "90",
          value: filters.minKeyAgeDays,
        },
        asOfField(moment),
      ]}
    />
  );
}
