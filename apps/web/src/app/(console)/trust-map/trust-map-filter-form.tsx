import { OutsideKind } from "@rolecall/domain";
import { FilterForm } from "@rolecall/ui";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import type { TrustMapFilters } from "../../../rooms/address/trust-map.ts";
import { GRADES_SHOWN } from "./outsiders.ts";
import { OUTSIDE_LABELS } from "./trust-map-labels.ts";

/** The filters of the map. */
export async function TrustMapFilterForm({ filters }: { filters: TrustMapFilters }) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/trust-map"
      label="Filter the trust map"
      fields={[
        {
          kind: "search",
          name: "q",
          label: "Search",
          placeholder: "Vendor, account or role",
          value: filters.q,
        },
        account,
        {
          kind: "select",
          name: "grade",
          label: "Gravest way in",
          value: filters.grade,
          options: [
            { value: "", label: "Any grade" },
            ...GRADES_SHOWN.map((value) => ({ value, label: GRADE_LABELS[value] })),
          ],
        },
        {
          kind: "select",
          name: "kind",
          label: "Who",
          value: filters.kind,
          options: [
            { value: "", label: "Anybody outside" },
            ...OutsideKind.options.map((value) => ({ value, label: OUTSIDE_LABELS[value] })),
          ],
        },
      ]}
    />
  );
}
