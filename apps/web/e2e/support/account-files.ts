/** An account that no connection leads to: what its owner would upload. */
export const UPLOADED_ACCOUNT_ID = "333344445555";

const CREATED_AT = "2024-02-01T08:00:00+00:00";
const arn = (name: string) => `arn:aws:iam::${UPLOADED_ACCOUNT_ID}:${name}`;

const userOf = (userName: string) => ({
  Path: "/",
  UserName: userName,
  UserId: `AIDA${userName.toUpperCase()}`,
  Arn: arn(`user/${userName}`),
  CreateDate: CREATED_AT,
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
});

/** As `aws iam get-account-authorization-details` prints it. */
export const authorizationDetails = JSON.stringify(
  {
    UserDetailList: [userOf("ada"), userOf("grace")],
    GroupDetailList: [],
    RoleDetailList: [
      {
        Path: "/",
        RoleName: "app",
        RoleId: "AROAAPP",
        Arn: arn("role/app"),
        CreateDate: CREATED_AT,
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
        InstanceProfileList: [],
        RolePolicyList: [],
        AttachedManagedPolicies: [],
        Tags: [],
        RoleLastUsed: {},
      },
    ],
    Policies: [],
  },
  null,
  4,
);
