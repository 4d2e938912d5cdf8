package dev.wardroom.server.directory;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.GetDeviceListsRequest;
import dev.wardroom.schema.v1.GetDeviceListsResponse;
import dev.wardroom.schema.v1.GetPrekeyStatusRequest;
import dev.wardroom.schema.v1.GetPrekeyStatusResponse;
import dev.wardroom.schema.v1.GetUsersRequest;
import dev.wardroom.schema.v1.GetUsersResponse;
import dev.wardroom.schema.v1.KnownList;
import dev.wardroom.schema.v1.ListAccepted;
import dev.wardroom.schema.v1.ListStale;
import dev.wardroom.schema.v1.PublishDeviceListRequest;
import dev.wardroom.schema.v1.PublishDeviceListResponse;
import dev.wardroom.schema.v1.PublishPrekeysRequest;
import dev.wardroom.schema.v1.PublishPrekeysResponse;
import dev.wardroom.schema.v1.SearchUsersRequest;
import dev.wardroom.schema.v1.SearchUsersResponse;
import dev.wardroom.schema.v1.User;
import dev.wardroom.server.directory.prekeys.PrekeyStatus;
import dev.wardroom.server.directory.prekeys.Prekeys;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.wire.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The methods of `DirectoryService`.
public final class DirectoryRoutes {
  private static final String SERVICE = "DirectoryService/";

  /// Signed bytes of lists in one answer; further people are asked for in a further call.
  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

  private final Kernel kernel;
  private final Directory directory;
  private final DeviceLists lists;
  private final Prekeys prekeys;

  public DirectoryRoutes(Kernel kernel, Directory directory, DeviceLists lists, Prekeys prekeys) {
    this.kernel = kernel;
    this.directory = directory;
    this.lists = lists;
    this.prekeys = prekeys;
  }

  public void register(Routes routes) {
    routes.device(SERVICE + "SearchUsers", SearchUsersRequest.getDefaultInstance(), this::search);
    routes.device(SERVICE + "GetUsers", GetUsersRequest.getDefaultInstance(), this::users);
    routes.device(
        SERVICE + "GetDeviceLists", GetDeviceListsRequest.getDefaultInstance(), this::deviceLists);
    routes.device(
        SERVICE + "PublishDeviceList",
        PublishDeviceListRequest.getDefaultInstance(),
        this::publishList);
    routes.device(
        SERVICE + "PublishPrekeys",
        PublishPrekeysRequest.getDefaultInstance(),
        this::publishPrekeys);
    routes.device(
        SERVICE + "GetPrekeyStatus", GetPrekeyStatusRequest.getDefaultInstance(), this::status);
  }

  private SearchUsersResponse search(SignedInDevice caller, SearchUsersRequest request) {
    return SearchUsersResponse.newBuilder()
        .addAllUsers(
            told(directory.search(caller.network(), request.getQuery(), request.getLimit())))
        .build();
  }

  private GetUsersResponse users(SignedInDevice caller, GetUsersRequest request) {
    List<UserId> ids =
        request.getUserIdsList().stream().map(id -> UserId.of(id.toByteArray())).toList();
    return GetUsersResponse.newBuilder()
        .addAllUsers(
            told(directory.byIdsAndNames(caller.network(), ids, request.getUsernamesList())))
        .build();
  }

  private static List<User> told(List<Person> people) {
    return people.stream()
        .map(person ->
            User.newBuilder()
                .setUserId(ByteString.copyFrom(person.user().toArray()))
                .setUsername(person.username())
                .setName(person.name())
                .setSuspended(person.suspended())
                .setRootKeyHash(ByteString.copyFrom(person.rootKeyHash().toArray()))
                .build())
        .toList();
  }

  private GetDeviceListsResponse deviceLists(SignedInDevice caller, GetDeviceListsRequest request) {
    Map<UserId, Long> known = HashMap.newHashMap(request.getUsersCount());
    for (KnownList list : request.getUsersList()) {
      known.put(UserId.of(list.getUserId().toByteArray()), list.getVersion());
    }
    return kernel.db().read(tx -> newerLists(tx, caller, known));
  }

  private GetDeviceListsResponse newerLists(Tx tx, SignedInDevice caller, Map<UserId, Long> known) {
    GetDeviceListsResponse.Builder answer = GetDeviceListsResponse.newBuilder();
    int bytes = 0;
    for (Person person : directory.byIds(tx, caller.network(), List.copyOf(known.keySet()))) {
      long version = known.getOrDefault(person.user(), 0L);
      dev.wardroom.schema.v1.DeviceLists.Builder told =
          dev.wardroom.schema.v1.DeviceLists.newBuilder()
              .setUserId(ByteString.copyFrom(person.user().toArray()))
              .setSuspended(person.suspended());
      if (version < person.listVersion()) {
        for (byte[] signed :
            lists.after(tx, caller.network(), person.user(), version, person.listVersion())) {
          told.addListsSigned(ByteString.copyFrom(signed));
          bytes += signed.length;
        }
      }
      answer.addUsers(told);
      if (bytes > ANSWER_BYTES_MAX) {
        break;
      }
    }
    return answer.build();
  }

  private PublishDeviceListResponse publishList(
      SignedInDevice caller, PublishDeviceListRequest request) {
    ListOutcome outcome =
        lists.followOwn(
            caller.network(),
            caller.user(),
            request.getDeviceListSigned().toByteArray(),
            UploadedBatches.of(request.getBatchesList()),
            request.getDeviceName());
    PublishDeviceListResponse.Builder answer = PublishDeviceListResponse.newBuilder();
    return switch (outcome) {
      case ListOutcome.Accepted _ -> answer.setAccepted(ListAccepted.getDefaultInstance()).build();
      case ListOutcome.Stale stale ->
          answer.setStale(ListStale.newBuilder().setVersion(stale.version())).build();
    };
  }

  private PublishPrekeysResponse publishPrekeys(
      SignedInDevice caller, PublishPrekeysRequest request) {
    long left =
        lists.upload(
            caller.network(),
            caller.user(),
            caller.device(),
            UploadedBatches.of(request.getBatchesList()));
    return PublishPrekeysResponse.newBuilder().setOneTimeLeft(Math.toIntExact(left)).build();
  }

  private GetPrekeyStatusResponse status(SignedInDevice caller, GetPrekeyStatusRequest request) {
    PrekeyStatus status =
        kernel.db().read(tx -> prekeys.status(tx, caller.network(), caller.device()));
    return GetPrekeyStatusResponse.newBuilder()
        .setOneTimeLeft(Math.toIntExact(status.oneTimeLeft()))
        .setHighestBatch(status.highestBatch())
        .setStandingNotAfter(status.standingNotAfter())
        .setClaimedLastHour(Math.toIntExact(status.claimedLastHour()))
        .build();
  }
}
