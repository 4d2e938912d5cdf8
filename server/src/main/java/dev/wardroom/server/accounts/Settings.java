package dev.wardroom.server.accounts;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.ChangePasswordRequest;
import dev.wardroom.schema.v1.DeviceRecord;
import dev.wardroom.schema.v1.GetAccountResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.accounts.secrets.Credential;
import dev.wardroom.server.accounts.secrets.CredentialStore;
import dev.wardroom.server.accounts.secrets.Passwords;
import dev.wardroom.server.accounts.secrets.SignInGuard;
import dev.wardroom.server.directory.Device;
import dev.wardroom.server.directory.Directory;
import dev.wardroom.server.directory.Person;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Networks;
import dev.wardroom.wire.id.DeviceId;
import java.util.List;
import java.util.Optional;

/// What people see and change of their own account.
final class Settings {
  /// Wrong old passwords are counted apart from sign-ins: whoever sits at an unlocked device must
  /// not guess, and whoever guesses from outside must not keep the owner from changing it.
  private static final String PURPOSE = "change";

  private final Kernel kernel;
  private final Networks networks;
  private final Directory directory;
  private final Passwords passwords;
  private final SignInGuard guard;
  private final Enrolments enrolments;

  Settings(
      Kernel kernel,
      Networks networks,
      Directory directory,
      Passwords passwords,
      SignInGuard guard,
      Enrolments enrolments) {
    this.kernel = kernel;
    this.networks = networks;
    this.directory = directory;
    this.passwords = passwords;
    this.guard = guard;
    this.enrolments = enrolments;
  }

  GetAccountResponse account(SignedInDevice caller) {
    return kernel.db().read(tx -> account(tx, caller));
  }

  private GetAccountResponse account(Tx tx, SignedInDevice caller) {
    Person person =
        directory.find(tx, caller.network(), caller.user()).orElseThrow(Settings::notThere);
    List<Device> devices = directory.devices(tx, caller.network(), caller.user());
    GetAccountResponse.Builder answer =
        GetAccountResponse.newBuilder()
            .setUserId(ByteString.copyFrom(person.user().toArray()))
            .setUsername(person.username())
            .setName(person.name())
            .setRoleValue(person.role().number())
            .setNetworkName(networks.find(tx, caller.network()).name())
            .addAllDevices(devices.stream().map(Settings::record).toList());
    CredentialStore.find(tx, caller.network(), caller.user())
        .map(Passwords::parameters)
        .ifPresent(answer::setPassword);
    return answer.build();
  }

  private static DeviceRecord record(Device device) {
    return DeviceRecord.newBuilder()
        .setDeviceId(ByteString.copyFrom(device.id().toArray()))
        .setName(device.name())
        .setAddedAt(device.addedAt())
        .setSeenAt(device.seenAt())
        .build();
  }

  void setName(SignedInDevice caller, String name) {
    kernel
        .db()
        .run(tx -> {
          directory.setName(tx, caller.network(), caller.user(), name);
          kernel.events().publish(tx, new AccountChanged(caller.user(), caller.device()));
        });
  }

  void setDeviceName(SignedInDevice caller, DeviceId device, String name) {
    kernel
        .db()
        .run(tx -> {
          directory.setDeviceName(tx, caller.network(), caller.user(), device, name);
          kernel.events().publish(tx, new AccountChanged(caller.user(), caller.device()));
        });
  }

  void changePassword(SignedInDevice caller, ChangePasswordRequest request) {
    byte[] subject = guard.subject(PURPOSE, caller.user().toString());
    Optional<Credential> present =
        kernel.db().read(tx -> CredentialStore.find(tx, caller.network(), caller.user()));
    boolean right =
        guard.attempt(
            subject,
            () ->
                passwords.isRight(caller.user().toString(), present, request.getOldLoginSecret()));
    if (!right) {
      throw new Refusal(
          Reason.REASON_SIGN_IN_REFUSED, "The old password is wrong. Check it, then try again.");
    }
    Credential fresh = passwords.prepare(request.getNewPassword());
    kernel
        .db()
        .run(tx -> {
          passwords.keep(tx, caller.network(), caller.user(), fresh, request.getNewPassword());
          enrolments.endAll(tx, caller.network(), caller.user());
          kernel.events().publish(tx, new AccountChanged(caller.user(), caller.device()));
        });
  }

  private static Refusal notThere() {
    return new Refusal(Reason.REASON_NOT_FOUND, "There is no such account.");
  }
}
