import type { IamPerson } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import { CONFIDENCE } from "../../../rooms/migration/migration-labels.ts";

/** How sure it is that the users are one; a single user is. */
export function Oneness({ confidence }: Pick<IamPerson, "confidence">) {
  if (confidence === null) return "–";
  const { label, tone } = CONFIDENCE[confidence];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
