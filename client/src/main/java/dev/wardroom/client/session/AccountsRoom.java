package dev.wardroom.client.session;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.accounts.PasswordChange;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.Unreachable;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.StatusView;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.schema.v1.GetPrekeyStatusRequest;
import dev.wardroom.schema.v1.SetNameRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The own account.
final class AccountsRoom implements Accounts {

  private final Engine engine;

  AccountsRoom(Engine engine) {
    this.engine = engine;
  }

  @Override
  public PersonView self() {
    return Refs.call(() -> engine.people().self());
  }

  @Override
  public StatusView status() {
    return Refs.call(() -> {
      ConnectionState connection = engine.connection().state();
      long unread =
          engine
              .local()
              .db()
              .tx(tx ->
                  engine.log().store().list(tx).stream()
                      .mapToLong(each -> engine.messages().unread(tx, each.id()))
                      .sum());
      long undecryptable =
          engine.local().db().tx(tx -> tx.number("select count(*) as n from unopened"));
      long quarantined =
          engine.local().db().tx(tx -> tx.number("select count(*) as n from quarantine"));
      return new StatusView(
          self(),
          new DeviceRef(engine.me().device().toString()),
          engine.me().network().toString(),
          engine.me().server(),
          connection,
          (int) unread,
          (int) engine.outbox().waiting(),
          (int) undecryptable,
          connection == ConnectionState.ONLINE ? prekeysLeft() : -1,
          engine.api().server().clock().offsetMillis(),
          (int) quarantined,
          warnings());
    });
  }

  private int prekeysLeft() {
    try {
      return engine
          .api()
          .call(Rpcs.GET_PREKEY_STATUS, GetPrekeyStatusRequest.getDefaultInstance())
          .getOneTimeLeft();
    } catch (Unreachable e) {
      return -1;
    }
  }

  private List<WarningView> warnings() {
    List<WarningView> warnings = new ArrayList<>();
    long now = engine.api().server().clock().millis();
    if (engine.statements().newest().statement().isExpired(now)) {
      warnings.add(
          new WarningView(
              WarningView.Kind.STATEMENT_ENDED,
              dev.wardroom.client.messages.Warnings.text(WarningView.Kind.STATEMENT_ENDED)));
    }
    warnings.addAll(engine.local().db().tx(engine.warnings()::newest));
    return warnings;
  }

  @Override
  public void setName(String name) {
    Refs.run(() -> {
      if (name.isBlank()) {
        throw new ClientException(ClientException.Kind.USAGE, "give a name");
      }
      engine.api().call(Rpcs.SET_NAME, SetNameRequest.newBuilder().setName(name.strip()).build());
      engine.people().fetch(List.of(engine.me().user()));
    });
  }

  @Override
  public void changePassword(char[] oldPassword, char[] newPassword) {
    Refs.run(() ->
        new PasswordChange(engine.api(), engine.identity(), engine.identities())
            .change(oldPassword, newPassword));
  }

  @Override
  public RecoverySheet recoverySheet() {
    return Refs.call(() -> {
      Optional<AccountKey> accountKey = engine.identities().accountKey();
      String code = accountKey.map(AccountKey::toCode).orElse("");
      return new RecoverySheet(code, "", text(code));
    });
  }

  /// The recovery key was shown once, at registration, and is kept nowhere.
  private String text(String accountKey) {
    return "Recovery sheet\n"
        + engine.me().username()
        + " at "
        + engine.me().server()
        + "\n\nAccount key   (a new device asks for it)\n  "
        + (accountKey.isEmpty() ? "this network goes without" : accountKey)
        + "\n\nThe recovery key was printed when the account was made; it is kept nowhere else.\n";
  }
}
