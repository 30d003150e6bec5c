using System.Globalization;

namespace ImageClassification;

/// <summary>What may be said on the command line.</summary>
internal sealed record CommandLine
{
    public const string Usage =
        """
        Usage: ImageClassification                              draws images and learns them, without any file
               ImageClassification classify FOLDER [options]    ImageNet's classes for the images of a folder
               ImageClassification transfer FOLDER [options]    learns the names of the folders in a folder
               ImageClassification predict FOLDER [options]     what was learned, for the images of a folder
          --network NAME   the zoo's network; default QuickNetSmall
          --weights FILE   its weights, an .h5 file of Keras; default: where --download puts it
          --download       fetches the weights if they are not there yet
          --names FILE     classify: ImageNet's names, Keras' imagenet_class_index.json or a name a line
          --size N         transfer: height and width that the network sees, at least 32; default 224
          --epochs N       transfer: passes over the images, at least 1; default 20
          --model FILE     transfer, predict: the model; default images.zip
          --seed N         at least 0; default 1
        """;

    private static readonly string[] Commands = ["draw", "classify", "transfer", "predict"];

    public string Command { get; private init; } = "draw";

    public string Folder { get; private init; } = "";

    public ZooNetwork Network { get; private init; } = ZooNetwork.All[0];

    public string? Weights { get; private init; }

    public bool Download { get; private init; }

    public string? Names { get; private init; }

    public int Size { get; private init; } = 224;

    public int Epochs { get; private init; } = 20;

    public string Model { get; private init; } = "images.zip";

    public int Seed { get; private init; } = 1;

    /// <exception cref="FormatException">An argument is not one of these.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var (parsed, next) = arguments is [var command, ..] && !command.StartsWith('-') ? Start(arguments) : (new(), 0);
        for (var i = next; i < arguments.Count; i++)
        {
            parsed = (parsed.Command, arguments[i]) switch
            {
                (_, "--seed") => parsed with { Seed = Number(arguments, ++i, least: 0) },
                ("classify" or "transfer", "--network") =>
                    parsed with { Network = ZooNetwork.Find(Text(arguments, ++i)) },
                ("classify" or "transfer", "--weights") => parsed with { Weights = Text(arguments, ++i) },
                ("classify" or "transfer", "--download") => parsed with { Download = true },
                ("classify", "--names") => parsed with { Names = Text(arguments, ++i) },
                ("transfer", "--size") => parsed with { Size = Number(arguments, ++i, least: 32) },
                ("transfer", "--epochs") => parsed with { Epochs = Number(arguments, ++i, least: 1) },
                ("transfer" or "predict", "--model") => parsed with { Model = Text(arguments, ++i) },
                var (of, other) => throw new FormatException($"'{of}' has no option '{other}'."),
            };
        }

        return parsed;
    }

    private static (CommandLine Parsed, int Next) Start(IReadOnlyList<string> arguments)
    {
        var command = arguments[0];
        if (!Commands.Contains(command))
            throw new FormatException($"A command is one of {string.Join(", ", Commands)}, got '{command}'.");
        if (command == "draw") return (new CommandLine(), 1);
        var folder = arguments.Count > 1 ? arguments[1] : "nothing";
        return arguments.Count > 1 && !folder.StartsWith('-')
            ? (new CommandLine { Command = command, Folder = folder }, 2)
            : throw new FormatException($"'{command}' is followed by a folder, got {folder}.");
    }

    private static string Text(IReadOnlyList<string> arguments, int index) => index < arguments.Count
        ? arguments[index]
        : throw new FormatException($"'{arguments[index - 1]}' is followed by a value, got nothing.");

    private static int Number(IReadOnlyList<string> arguments, int index, int least)
    {
        var text = Text(arguments, index);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new FormatException(
                $"Option {arguments[index - 1]} takes a whole number of at least {least}, got {text}.");
    }
}
