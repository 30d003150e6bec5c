using System.Text;
using Larq.ModelBuilder.Pipelines;

namespace Larq.ModelBuilder.Code;

/// <summary>What is written for a model beside its file.</summary>
/// <param name="Console">Whether a console project is.</param>
/// <param name="Api">Whether a project that answers over HTTP is.</param>
/// <param name="Packages">Where projects get the library from.</param>
internal sealed record GeneratedCode(bool Console, bool Api, PackageOrigin Packages)
{
    // Without a mark at the beginning, which compilers need not.
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The files; the same recipe gives the same bytes.</summary>
    public IReadOnlyList<GeneratedFile> Files(Pipeline pipeline) => Files(new CodeNames(pipeline));

    /// <summary>The files under these names.</summary>
    public IReadOnlyList<GeneratedFile> Files(CodeNames names)
    {
        var files = new List<GeneratedFile>
        {
            ConsumptionFile.Of(names), TrainingFile.Of(names), EvaluationFile.Of(names),
        };
        if (Console) files.AddRange(ConsoleProject.Of(names, Packages));
        if (Api) files.AddRange(ApiProject.Of(names, Packages));
        if ((Console || Api) && ProjectFiles.NuGetConfig(Packages) is { } config) files.Add(config);
        return files;
    }

    /// <summary>Writes the files into the recipe's folder, and says where they are.</summary>
    /// <param name="pipeline">What is written about.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="replace">Whether projects that people changed are replaced too.</param>
    /// <exception cref="IOException">One of them, or its folder, is a link: what it leads to stays.</exception>
    public IReadOnlyList<WrittenFile> Write(Pipeline pipeline, string folder, bool replace)
    {
        var written = new List<WrittenFile>();
        foreach (var file in Files(pipeline))
        {
            var path = Path.Combine(folder, file.Path);
            if (Links.LieBetween(folder, file.Path))
            {
                throw new IOException(
                    $"'{path}' is reached by a link; code is written into the model's own folder only.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var isKept = file.IsForPeople && !replace && File.Exists(path) && File.ReadAllText(path) != file.Text;
            if (!isKept) File.WriteAllText(path, file.Text, Plain);
            written.Add(new(path, isKept));
        }

        return written;
    }
}
