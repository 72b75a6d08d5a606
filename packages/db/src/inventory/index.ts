export * from "./account-settings.ts";
export * from "./activity.ts";
export { findCredential, listCredentialRows } from "./credentials.ts";
export * from "./entities.ts";
export { readPowers } from "./inventory-power.ts";
export { listPolicyAttachmentRows } from "./policy-attachments.ts";
export { findRole, listRoleRows } from "./roles.ts";
export { findUser, findUsers, listUserRows } from "./users.ts";
