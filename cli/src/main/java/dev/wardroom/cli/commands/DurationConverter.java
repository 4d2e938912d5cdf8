package dev.wardroom.cli.commands;

import dev.wardroom.cli.output.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `10s`, `5m`, `1h`, `7d` on the command line.
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no duration; write 10s, 5m, 1h, 7d or off"));
  }
}
