package dev.wardroom.server.accounts;

import dev.wardroom.schema.v1.AddDeviceRequest;
import dev.wardroom.schema.v1.NewPassword;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.AccountLimits;
import dev.wardroom.server.accounts.secrets.Credential;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.accounts.secrets.Token;
import dev.wardroom.server.directory.DeviceLists;
import dev.wardroom.server.directory.ListOutcome;
import dev.wardroom.server.directory.NewDevice;
import dev.wardroom.server.directory.PersonSuspended;
import dev.wardroom.server.directory.UploadedBatches;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// Adding the device that an enrolment is for.
final class Enrolments {
  private final Kernel kernel;
  private final DeviceLists lists;
  private final Passwords passwords;

  Enrolments(Kernel kernel, DeviceLists lists, Passwords passwords) {
    this.kernel = kernel;
    this.lists = lists;
    this.passwords = passwords;
    kernel
        .events()
        .within(
            PersonSuspended.class,
            (tx, change) -> EnrolmentStore.dropOf(tx, change.network(), change.user()));
  }

  /// Ends what was begun with a password that is changed now.
  void endAll(Tx tx, NetworkId network, UserId user) {
    EnrolmentStore.dropOf(tx, network, user);
  }

  /// Draws a one-time ticket for a person, which replaces the one before.
  byte[] ticket(Tx tx, NetworkId network, UserId user) {
    byte[] ticket = kernel.random().bytes(AccountLimits.TICKET_BYTES);
    EnrolmentStore.putTicket(
        tx,
        network,
        user,
        Token.ticketHash(ticket),
        kernel.clock().millis() + AccountLimits.TICKET_LIFE.toMillis());
    return ticket;
  }

  /// Deletes a bounded number of enrolments that are over; says how many.
  int sweep() {
    return kernel.db().tx(tx -> EnrolmentStore.sweep(tx, kernel.clock().millis()));
  }

  /// The enrolment of a token; absent when it is unknown or over.
  Optional<Enrolment> find(Hash32 token) {
    return kernel.db().read(tx -> EnrolmentStore.find(tx, token, kernel.clock().millis()));
  }

  /// Takes the list that adds the device; the same request again is taken as done.
  void addDevice(Enrolment enrolment, AddDeviceRequest request) {
    DeviceId device = DeviceId.of(request.getDeviceId().toByteArray());
    if (request.hasNewPassword() != enrolment.recovered()) {
      throw new Refusal(
          Reason.REASON_MALFORMED,
          enrolment.recovered()
              ? "After a recovery the device comes with a new password."
              : "A new password comes only after a recovery.");
    }
    NewPassword fresh = request.getNewPassword();
    Optional<Credential> credential =
        enrolment.recovered() ? Optional.of(passwords.prepare(fresh)) : Optional.empty();
    NewDevice added =
        new NewDevice(
            device, request.getDeviceName(), UploadedBatches.of(request.getBatchesList()));
    ListOutcome outcome =
        lists.follow(
            enrolment.network(),
            enrolment.user(),
            request.getDeviceListSigned().toByteArray(),
            Optional.of(added),
            enrolment.recovered() ? DeviceLists.RootRule.ANY : DeviceLists.RootRule.VOUCHED_ONLY,
            new Finish(enrolment, device, credential, fresh));
    if (outcome instanceof ListOutcome.Stale) {
      throw new Refusal(
          Reason.REASON_CONFLICT, "The device list changed meanwhile. Sign in again.");
    }
  }

  /// What an enrolment does in the transaction of its list: the token is used up for the device,
  /// and a new password is kept. Only with a list that was taken now and adds the device: the
  /// present list can be offered by anybody who can read it.
  private final class Finish implements DeviceLists.Within {
    private final Enrolment enrolment;
    private final DeviceId device;
    private final Optional<Credential> credential;
    private final NewPassword fresh;

    private Finish(
        Enrolment enrolment, DeviceId device, Optional<Credential> credential, NewPassword fresh) {
      this.enrolment = enrolment;
      this.device = device;
      this.credential = credential;
      this.fresh = fresh;
    }

    @Override
    public void taken(Tx tx, List<DeviceId> added) {
      if (!added.contains(device)) {
        throw new Refusal(
            Reason.REASON_MALFORMED, "The list must add the device that it comes with.");
      }
      if (!EnrolmentStore.use(tx, enrolment.tokenHash(), device)) {
        throw new Refusal(
            Reason.REASON_NOT_SIGNED_IN, "This sign-in added another device. Sign in again.");
      }
      credential.ifPresent(
          each -> passwords.keep(tx, enrolment.network(), enrolment.user(), each, fresh));
    }

    @Override
    public void offeredAgain(Tx tx) {
      if (!EnrolmentStore.hasAdded(tx, enrolment.tokenHash(), device)) {
        throw new Refusal(
            Reason.REASON_CONFLICT, "This device list is the present one already. Sign in again.");
      }
    }
  }
}
