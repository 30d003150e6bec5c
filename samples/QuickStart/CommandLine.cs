using System.Globalization;

namespace QuickStart;

/// <summary>What may be said on the command line.</summary>
internal sealed record CommandLine(int Seed = 1, int Epochs = 15, bool Plain = false)
{
    public const string Usage = "Usage: QuickStart [--seed N] [--epochs N] [--plain]";

    /// <exception cref="FormatException">An argument is not one of these.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            parsed = arguments[i] switch
            {
                "--seed" => parsed with { Seed = Number(arguments, ++i, least: 0) },
                "--epochs" => parsed with { Epochs = Number(arguments, ++i, least: 1) },
                "--plain" => parsed with { Plain = true },
                var other => throw new FormatException($"There is no option '{other}'."),
            };
        }

        return parsed;
    }

    private static int Number(IReadOnlyList<string> arguments, int index, int least)
    {
        var text = index < arguments.Count ? arguments[index] : "nothing";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new FormatException(
                $"Option {arguments[index - 1]} takes a whole number of at least {least}, got {text}.");
    }
}
