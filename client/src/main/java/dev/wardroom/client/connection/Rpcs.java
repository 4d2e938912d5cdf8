package dev.wardroom.client.connection;

import dev.wardroom.schema.v1.AcknowledgeRequest;
import dev.wardroom.schema.v1.AcknowledgeResponse;
import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.AddDeviceResponse;
import dev.wardroom.schema.v1.AppendEntryRequest;
import dev.wardroom.schema.v1.AppendEntryResponse;
import dev.wardroom.schema.v1.ChangePasswordRequest;
import dev.wardroom.schema.v1.ChangePasswordResponse;
import dev.wardroom.schema.v1.ClaimRequest;
import dev.wardroom.schema.v1.ClaimResponse;
import dev.wardroom.schema.v1.CompleteUploadRequest;
import dev.wardroom.schema.v1.CompleteUploadResponse;
import dev.wardroom.schema.v1.CreateConversationRequest;
import dev.wardroom.schema.v1.CreateConversationResponse;
import dev.wardroom.schema.v1.CreateInvitationRequest;
import dev.wardroom.schema.v1.CreateInvitationResponse;
import dev.wardroom.schema.v1.CreateUploadRequest;
import dev.wardroom.schema.v1.CreateUploadResponse;
import dev.wardroom.schema.v1.DeleteFileRequest;
import dev.wardroom.schema.v1.DeleteFileResponse;
import dev.wardroom.schema.v1.EndSessionRequest;
import dev.wardroom.schema.v1.EndSessionResponse;
import dev.wardroom.schema.v1.FetchRequest;
import dev.wardroom.schema.v1.FetchResponse;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.FinishSignInResponse;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.GetAccountResponse;
import dev.wardroom.schema.v1.GetAudienceRequest;
import dev.wardroom.schema.v1.GetAudienceResponse;
import dev.wardroom.schema.v1.GetDeviceListsRequest;
import dev.wardroom.schema.v1.GetDeviceListsResponse;
import dev.wardroom.schema.v1.GetEnvelopesRequest;
import dev.wardroom.schema.v1.GetEnvelopesResponse;
import dev.wardroom.schema.v1.GetFileRequest;
import dev.wardroom.schema.v1.GetFileResponse;
import dev.wardroom.schema.v1.GetInvitationRequest;
import dev.wardroom.schema.v1.GetInvitationResponse;
import dev.wardroom.schema.v1.GetLogRequest;
import dev.wardroom.schema.v1.GetLogResponse;
import dev.wardroom.schema.v1.GetNoteRequest;
import dev.wardroom.schema.v1.GetNoteResponse;
import dev.wardroom.schema.v1.GetPrekeyStatusRequest;
import dev.wardroom.schema.v1.GetPrekeyStatusResponse;
import dev.wardroom.schema.v1.GetServerRequest;
import dev.wardroom.schema.v1.GetServerResponse;
import dev.wardroom.schema.v1.GetStateRequest;
import dev.wardroom.schema.v1.GetStateResponse;
import dev.wardroom.schema.v1.GetStatementsRequest;
import dev.wardroom.schema.v1.GetStatementsResponse;
import dev.wardroom.schema.v1.GetUsersRequest;
import dev.wardroom.schema.v1.GetUsersResponse;
import dev.wardroom.schema.v1.ListConversationsRequest;
import dev.wardroom.schema.v1.ListConversationsResponse;
import dev.wardroom.schema.v1.ListInvitationsRequest;
import dev.wardroom.schema.v1.ListInvitationsResponse;
import dev.wardroom.schema.v1.OfferEntriesRequest;
import dev.wardroom.schema.v1.OfferEntriesResponse;
import dev.wardroom.schema.v1.PostNoteRequest;
import dev.wardroom.schema.v1.PostNoteResponse;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.schema.v1.PublishPrekeysRequest;
import dev.wardroom.schema.v1.PublishPrekeysResponse;
import dev.wardroom.schema.v1.PublishStatementRequest;
import dev.wardroom.schema.v1.PublishStatementResponse;
import dev.wardroom.schema.v1.PutEnvelopeRequest;
import dev.wardroom.schema.v1.PutEnvelopeResponse;
import dev.wardroom.schema.v1.RecoverAccountRequest;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.schema.v1.RevokeInvitationRequest;
import dev.wardroom.schema.v1.RevokeInvitationResponse;
import dev.wardroom.schema.v1.SearchUsersRequest;
import dev.wardroom.schema.v1.SearchUsersResponse;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.schema.v1.SendResponse;
import dev.wardroom.schema.v1.SetNameRequest;
import dev.wardroom.schema.v1.SetNameResponse;
import dev.wardroom.schema.v1.StartSessionRequest;
import dev.wardroom.schema.v1.StartSessionResponse;
import dev.wardroom.schema.v1.StartSignInRequest;
import dev.wardroom.schema.v1.StartSignInResponse;
import dev.wardroom.schema.v1.WithdrawRequest;
import dev.wardroom.schema.v1.WithdrawResponse;

/// The methods that a client calls.
public final class Rpcs {

  private Rpcs() {}

  public static final Rpc<GetServerRequest, GetServerResponse> GET_SERVER =
      Rpc.of("NetworkService/GetServer", GetServerResponse.parser());
  public static final Rpc<GetInvitationRequest, GetInvitationResponse> GET_INVITATION =
      Rpc.of("NetworkService/GetInvitation", GetInvitationResponse.parser());
  public static final Rpc<GetStatementsRequest, GetStatementsResponse> GET_STATEMENTS =
      Rpc.of("NetworkService/GetStatements", GetStatementsResponse.parser());
  public static final Rpc<PublishStatementRequest, PublishStatementResponse> PUBLISH_STATEMENT =
      Rpc.of("NetworkService/PublishStatement", PublishStatementResponse.parser());
  public static final Rpc<CreateInvitationRequest, CreateInvitationResponse> CREATE_INVITATION =
      Rpc.of("NetworkService/CreateInvitation", CreateInvitationResponse.parser());
  public static final Rpc<ListInvitationsRequest, ListInvitationsResponse> LIST_INVITATIONS =
      Rpc.of("NetworkService/ListInvitations", ListInvitationsResponse.parser());
  public static final Rpc<RevokeInvitationRequest, RevokeInvitationResponse> REVOKE_INVITATION =
      Rpc.of("NetworkService/RevokeInvitation", RevokeInvitationResponse.parser());
  public static final Rpc<RegisterRequest, RegisterResponse> REGISTER =
      Rpc.of("AccountService/Register", RegisterResponse.parser());
  public static final Rpc<StartSignInRequest, StartSignInResponse> START_SIGN_IN =
      Rpc.of("AccountService/StartSignIn", StartSignInResponse.parser());
  public static final Rpc<FinishSignInRequest, FinishSignInResponse> FINISH_SIGN_IN =
      Rpc.of("AccountService/FinishSignIn", FinishSignInResponse.parser());
  public static final Rpc<RecoverAccountRequest, FinishSignInResponse> RECOVER_ACCOUNT =
      Rpc.of("AccountService/RecoverAccount", FinishSignInResponse.parser());
  public static final Rpc<AddDeviceRequest, AddDeviceResponse> ADD_DEVICE =
      Rpc.of("AccountService/AddDevice", AddDeviceResponse.parser());
  public static final Rpc<StartSessionRequest, StartSessionResponse> START_SESSION =
      Rpc.of("AccountService/StartSession", StartSessionResponse.parser());
  public static final Rpc<FinishSessionRequest, FinishSessionResponse> FINISH_SESSION =
      Rpc.of("AccountService/FinishSession", FinishSessionResponse.parser());
  public static final Rpc<EndSessionRequest, EndSessionResponse> END_SESSION =
      Rpc.of("AccountService/EndSession", EndSessionResponse.parser());
  public static final Rpc<GetAccountRequest, GetAccountResponse> GET_ACCOUNT =
      Rpc.of("AccountService/GetAccount", GetAccountResponse.parser());
  public static final Rpc<SetNameRequest, SetNameResponse> SET_NAME =
      Rpc.of("AccountService/SetName", SetNameResponse.parser());
  public static final Rpc<ChangePasswordRequest, ChangePasswordResponse> CHANGE_PASSWORD =
      Rpc.of("AccountService/ChangePassword", ChangePasswordResponse.parser());
  public static final Rpc<PutEnvelopeRequest, PutEnvelopeResponse> PUT_ENVELOPE =
      Rpc.of("AccountService/PutEnvelope", PutEnvelopeResponse.parser());
  public static final Rpc<GetEnvelopesRequest, GetEnvelopesResponse> GET_ENVELOPES =
      Rpc.of("AccountService/GetEnvelopes", GetEnvelopesResponse.parser());
  public static final Rpc<PostNoteRequest, PostNoteResponse> POST_NOTE =
      Rpc.of("LinkService/PostNote", PostNoteResponse.parser());
  public static final Rpc<GetNoteRequest, GetNoteResponse> GET_NOTE =
      Rpc.of("LinkService/GetNote", GetNoteResponse.parser());
  public static final Rpc<SearchUsersRequest, SearchUsersResponse> SEARCH_USERS =
      Rpc.of("DirectoryService/SearchUsers", SearchUsersResponse.parser());
  public static final Rpc<GetUsersRequest, GetUsersResponse> GET_USERS =
      Rpc.of("DirectoryService/GetUsers", GetUsersResponse.parser());
  public static final Rpc<GetDeviceListsRequest, GetDeviceListsResponse> GET_DEVICE_LISTS =
      Rpc.of("DirectoryService/GetDeviceLists", GetDeviceListsResponse.parser());
  public static final Rpc<PublishDeviceListRequest, PublishDeviceListResponse> PUBLISH_DEVICE_LIST =
      Rpc.of("DirectoryService/PublishDeviceList", PublishDeviceListResponse.parser());
  public static final Rpc<PublishPrekeysRequest, PublishPrekeysResponse> PUBLISH_PREKEYS =
      Rpc.of("DirectoryService/PublishPrekeys", PublishPrekeysResponse.parser());
  public static final Rpc<GetPrekeyStatusRequest, GetPrekeyStatusResponse> GET_PREKEY_STATUS =
      Rpc.of("DirectoryService/GetPrekeyStatus", GetPrekeyStatusResponse.parser());
  public static final Rpc<CreateConversationRequest, CreateConversationResponse>
      CREATE_CONVERSATION =
          Rpc.of("ConversationService/CreateConversation", CreateConversationResponse.parser());
  public static final Rpc<AppendEntryRequest, AppendEntryResponse> APPEND_ENTRY =
      Rpc.of("ConversationService/AppendEntry", AppendEntryResponse.parser());
  public static final Rpc<ListConversationsRequest, ListConversationsResponse> LIST_CONVERSATIONS =
      Rpc.of("ConversationService/ListConversations", ListConversationsResponse.parser());
  public static final Rpc<GetLogRequest, GetLogResponse> GET_LOG =
      Rpc.of("ConversationService/GetLog", GetLogResponse.parser());
  public static final Rpc<GetStateRequest, GetStateResponse> GET_STATE =
      Rpc.of("ConversationService/GetState", GetStateResponse.parser());
  public static final Rpc<GetAudienceRequest, GetAudienceResponse> GET_AUDIENCE =
      Rpc.of("ConversationService/GetAudience", GetAudienceResponse.parser());
  public static final Rpc<OfferEntriesRequest, OfferEntriesResponse> OFFER_ENTRIES =
      Rpc.of("ConversationService/OfferEntries", OfferEntriesResponse.parser());
  public static final Rpc<ClaimRequest, ClaimResponse> CLAIM =
      Rpc.of("MailboxService/Claim", ClaimResponse.parser());
  public static final Rpc<SendRequest, SendResponse> SEND =
      Rpc.of("MailboxService/Send", SendResponse.parser());
  public static final Rpc<FetchRequest, FetchResponse> FETCH =
      Rpc.of("MailboxService/Fetch", FetchResponse.parser());
  public static final Rpc<AcknowledgeRequest, AcknowledgeResponse> ACKNOWLEDGE =
      Rpc.of("MailboxService/Acknowledge", AcknowledgeResponse.parser());
  public static final Rpc<WithdrawRequest, WithdrawResponse> WITHDRAW =
      Rpc.of("MailboxService/Withdraw", WithdrawResponse.parser());
  public static final Rpc<CreateUploadRequest, CreateUploadResponse> CREATE_UPLOAD =
      Rpc.of("FileService/CreateUpload", CreateUploadResponse.parser());
  public static final Rpc<CompleteUploadRequest, CompleteUploadResponse> COMPLETE_UPLOAD =
      Rpc.of("FileService/CompleteUpload", CompleteUploadResponse.parser());
  public static final Rpc<GetFileRequest, GetFileResponse> GET_FILE =
      Rpc.of("FileService/GetFile", GetFileResponse.parser());
  public static final Rpc<DeleteFileRequest, DeleteFileResponse> DELETE_FILE =
      Rpc.of("FileService/DeleteFile", DeleteFileResponse.parser());
}
