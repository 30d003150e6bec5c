namespace Larq.ModelBuilder.Serving.Places;

/// <summary>
/// All that may be read and written: the opened folder, what was dropped on the page, and the output.
/// </summary>
internal sealed class OpenedPlaces(UiOptions options)
{
    /// <summary>What paths begin with that are not of the opened folder but of what was dropped on the page.</summary>
    public const string OfUploads = "upload:";

    private const string UploadsFolder = "uploads";

    public OpenedFolder Folder { get; } = new(options.Folder);

    public OpenedFolder Output { get; } = new(options.Output);

    /// <summary>Where files lie that were dropped on the page; they stay, since models are made of them.</summary>
    public OpenedFolder Uploads { get; } = new(Path.Combine(options.Output, UploadsFolder));

    /// <summary>The whole path of data.</summary>
    /// <exception cref="AskException">It is none, or nothing is there that can be read.</exception>
    public string Data(string path)
    {
        var full = path.StartsWith(OfUploads, StringComparison.Ordinal)
            ? Uploads.Resolve(path[OfUploads.Length..])
            : Folder.Resolve(path);
        if (!Path.Exists(full)) throw AskException.NotFound($"There is no '{path}' in what was opened.");
        return Directory.Exists(full) || PlainFile.Is(full)
            ? full
            : throw new AskException(422, $"'{path}' is empty, or is a pipe or a device: choose a file with rows.");
    }

    /// <summary>Whether a whole path, as a recipe has it, may be read.</summary>
    public bool MayRead(string path) => Folder.Holds(path) || Uploads.Holds(path) || Output.Holds(path);

    /// <summary>What a model of data is called, unless a person says otherwise.</summary>
    public string NameOf(string data)
    {
        var name = Running.RecipeDraft.NameOf(data);
        return AreMixed(data, Path.Combine(Output.Root, name)) ? name + "-model" : name;
    }

    /// <summary>The folder for a model of this name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="data">What it is made of; the model must not come to lie among images.</param>
    /// <exception cref="AskException">It is no name, or leads elsewhere or among the images.</exception>
    public string ForModel(string name, string data)
    {
        if (!Recipes.RecipeCheck.IsFileName(name) || name.StartsWith('.')
            || (OperatingSystem.IsWindows() && DeviceNames.Has(name))
            || name.Equals(UploadsFolder, StringComparison.OrdinalIgnoreCase))
        {
            throw AskException.Bad(
                $"A model's name is a file's name without a folder, does not begin with a point and is not "
                + $"'{UploadsFolder}', got '{name}'.");
        }

        var folder = Output.Resolve(name);
        return AreMixed(data, folder)
            ? throw AskException.Conflict(
                $"A model called '{name}' would lie in '{folder}', and the images in '{data}': its files would "
                + "be taken for classes. Say another name, or start larq ui with --output and a folder apart from the "
                + "images.")
            : folder;
    }

    // Whether a folder of data and one of a model are the same, or one lies in the other.
    private static bool AreMixed(string data, string folder) => Directory.Exists(data)
        && (new OpenedFolder(data).Holds(folder) || new OpenedFolder(folder).Holds(data));
}
