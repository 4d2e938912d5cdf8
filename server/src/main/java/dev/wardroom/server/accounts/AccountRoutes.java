package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.AddDeviceResponse;
import dev.wardroom.schema.v1.ChangePasswordRequest;
import dev.wardroom.schema.v1.ChangePasswordResponse;
import dev.wardroom.schema.v1.EndSessionRequest;
import dev.wardroom.schema.v1.EndSessionResponse;
import dev.wardroom.schema.v1.FinishSessionRequest;
import dev.wardroom.schema.v1.FinishSessionResponse;
import dev.wardroom.schema.v1.FinishSignInRequest;
import dev.wardroom.schema.v1.GetAccountRequest;
import dev.wardroom.schema.v1.GetEnvelopesRequest;
import dev.wardroom.schema.v1.GetEnvelopesResponse;
import dev.wardroom.schema.v1.PutEnvelopeRequest;
import dev.wardroom.schema.v1.PutEnvelopeResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.RecoverAccountRequest;
import dev.wardroom.schema.v1.RegisterRequest;
import dev.wardroom.schema.v1.RegisterResponse;
import dev.wardroom.schema.v1.SetDeviceNameRequest;
import dev.wardroom.schema.v1.SetDeviceNameResponse;
import dev.wardroom.schema.v1.SetNameRequest;
import dev.wardroom.schema.v1.SetNameResponse;
import dev.wardroom.schema.v1.StartSessionRequest;
import dev.wardroom.schema.v1.StartSessionResponse;
import dev.wardroom.schema.v1.StartSignInRequest;
import dev.wardroom.schema.v1.StartSignInResponse;
import dev.wardroom.server.accounts.sessions.Session;
import dev.wardroom.server.accounts.sessions.Sessions;
import dev.wardroom.server.edge.Caller.Anonymous;
import dev.wardroom.server.edge.Caller.Enrolling;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;

/// The methods of `AccountService`.
final class AccountRoutes {
  private static final String SERVICE = "AccountService/";

  /// Who does the work.
  record Parts(
      Kernel kernel,
      Registration registration,
      SignIn signIn,
      Enrolments enrolments,
      Sessions sessions,
      Settings settings,
      Envelopes envelopes) {}

  private final Parts parts;

  AccountRoutes(Parts parts) {
    this.parts = parts;
  }

  void register(Routes routes) {
    routes.open(SERVICE + "Register", RegisterRequest.getDefaultInstance(), this::register);
    routes.open(
        SERVICE + "StartSignIn", StartSignInRequest.getDefaultInstance(), this::startSignIn);
    routes.open(
        SERVICE + "FinishSignIn",
        FinishSignInRequest.getDefaultInstance(),
        (caller, request) ->
            parts.signIn.byPassword(request.getUsername(), request.getLoginSecret()));
    routes.open(
        SERVICE + "RecoverAccount",
        RecoverAccountRequest.getDefaultInstance(),
        (caller, request) ->
            parts.signIn.byTicket(request.getUsername(), request.getTicket().toByteArray()));
    routes.enrolment(SERVICE + "AddDevice", AddDeviceRequest.getDefaultInstance(), this::addDevice);
    routes.open(
        SERVICE + "StartSession", StartSessionRequest.getDefaultInstance(), this::startSession);
    routes.open(
        SERVICE + "FinishSession", FinishSessionRequest.getDefaultInstance(), this::finishSession);
    routes.device(SERVICE + "EndSession", EndSessionRequest.getDefaultInstance(), this::endSession);
    routes.device(
        SERVICE + "GetAccount",
        GetAccountRequest.getDefaultInstance(),
        (caller, request) -> parts.settings.account(caller));
    routes.device(SERVICE + "SetName", SetNameRequest.getDefaultInstance(), this::setName);
    routes.device(
        SERVICE + "SetDeviceName", SetDeviceNameRequest.getDefaultInstance(), this::setDeviceName);
    routes.device(
        SERVICE + "ChangePassword",
        ChangePasswordRequest.getDefaultInstance(),
        this::changePassword);
    routes.device(
        SERVICE + "PutEnvelope", PutEnvelopeRequest.getDefaultInstance(), this::putEnvelope);
    routes.device(
        SERVICE + "GetEnvelopes",
        GetEnvelopesRequest.getDefaultInstance(),
        (caller, request) ->
            GetEnvelopesResponse.newBuilder()
                .addAllEnvelopes(parts.envelopes.all(caller.network(), caller.user()))
                .build());
  }

  private RegisterResponse register(Anonymous caller, RegisterRequest request) {
    Registration.Registered made = parts.registration.register(request);
    return RegisterResponse.newBuilder()
        .setNetworkId(ByteString.copyFrom(made.network().toArray()))
        .setCreatedAt(made.createdAt())
        .build();
  }

  private StartSignInResponse startSignIn(Anonymous caller, StartSignInRequest request) {
    return StartSignInResponse.newBuilder()
        .setPassword(parts.signIn.parameters(request.getUsername()))
        .build();
  }

  private AddDeviceResponse addDevice(Enrolling caller, AddDeviceRequest request) {
    Enrolment enrolment =
        parts
            .enrolments
            .find(new Hash32(caller.token()))
            .orElseThrow(() ->
                new Refusal(
                    Reason.REASON_NOT_SIGNED_IN, "The sign-in took too long. Sign in again."));
    parts.enrolments.addDevice(enrolment, request);
    return AddDeviceResponse.getDefaultInstance();
  }

  private StartSessionResponse startSession(Anonymous caller, StartSessionRequest request) {
    byte[] nonce = parts.sessions.challenge(DeviceId.of(request.getDeviceId().toByteArray()));
    return StartSessionResponse.newBuilder()
        .setServerNonce(ByteString.copyFrom(nonce))
        .setServerTime(parts.kernel.clock().millis())
        .build();
  }

  private FinishSessionResponse finishSession(Anonymous caller, FinishSessionRequest request) {
    Sessions.Opened opened =
        parts.sessions.open(
            DeviceId.of(request.getDeviceId().toByteArray()),
            request.getServerNonce().toByteArray(),
            request.getClientNonce().toByteArray(),
            request.getChallengeSigned().toByteArray());
    Session session = opened.session();
    return FinishSessionResponse.newBuilder()
        .setToken(opened.token())
        .setExpiresAt(session.expiresAt())
        .setUserId(ByteString.copyFrom(session.user().toArray()))
        .setNetworkId(ByteString.copyFrom(session.network().toArray()))
        .build();
  }

  private EndSessionResponse endSession(SignedInDevice caller, EndSessionRequest request) {
    parts.sessions.end(caller.device(), new Hash32(caller.session()));
    return EndSessionResponse.getDefaultInstance();
  }

  private SetNameResponse setName(SignedInDevice caller, SetNameRequest request) {
    parts.settings.setName(caller, request.getName());
    return SetNameResponse.getDefaultInstance();
  }

  private SetDeviceNameResponse setDeviceName(SignedInDevice caller, SetDeviceNameRequest request) {
    parts.settings.setDeviceName(
        caller, DeviceId.of(request.getDeviceId().toByteArray()), request.getName());
    return SetDeviceNameResponse.getDefaultInstance();
  }

  private ChangePasswordResponse changePassword(
      SignedInDevice caller, ChangePasswordRequest request) {
    parts.settings.changePassword(caller, request);
    return ChangePasswordResponse.getDefaultInstance();
  }

  private PutEnvelopeResponse putEnvelope(SignedInDevice caller, PutEnvelopeRequest request) {
    parts.envelopes.put(caller.network(), caller.user(), request.getEnvelope());
    return PutEnvelopeResponse.getDefaultInstance();
  }
}
