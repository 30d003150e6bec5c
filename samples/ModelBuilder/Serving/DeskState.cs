using System.Text.Json.Serialization;
using Larq.ModelBuilder.Code;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving;

/// <summary>All that a page begins with.</summary>
internal sealed record DeskState
{
    private static readonly PresetSaid[] AllPresets =
    [
        new(Recipes.Presets.Quick, "Few passes over the rows, to see whether there is something to learn: seconds."),
        new(Recipes.Presets.Good, "The network and the passes that fit the number of rows."),
        new(Recipes.Presets.Best, "A larger network and more passes: several times as long."),
    ];

    /// <summary>Set where this goes along with the events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    public required string Root { get; init; }

    public required string Output { get; init; }

    public string Version { get; } = PackageOrigin.Default.Version;

    public Scenario[] Scenarios { get; } = Enum.GetValues<Scenario>();

    public PresetSaid[] Presets { get; } = AllPresets;

    /// <summary>Beside the network, what is trained for comparison.</summary>
    public string[] Trainers { get; } = [TrainingRun.Network, "LightGBM"];

    public string Device { get; } = $"processor, {Environment.ProcessorCount} cores";

    public Project? Project { get; init; }

    /// <summary>The latest run of this server.</summary>
    public int? Run { get; init; }

    public bool Running { get; init; }

    public static DeskState Of(Desk desk, string? happened) => new()
    {
        Event = happened,
        Root = desk.Places.Folder.Root,
        Output = desk.Places.Output.Root,
        Project = desk.Project,
        Run = desk.Runs.Latest?.Number,
        Running = desk.Runs.Running is not null,
    };

    /// <summary>A preset, and what it is in words.</summary>
    internal sealed record PresetSaid(string Name, string Says);
}
