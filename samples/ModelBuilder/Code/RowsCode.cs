using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary>How generated code comes to rows: from a file, or from a folder of images.</summary>
/// <param name="Constants">Constants that say how.</param>
/// <param name="Parameters">Parameters that say how, behind others.</param>
/// <param name="Arguments">What hands them on.</param>
/// <param name="Method">The method that loads, and its helpers.</param>
/// <param name="Call">The method's name.</param>
internal sealed record RowsCode(string Constants, string Parameters, string Arguments, string Method, string Call)
{
    public static RowsCode Of(CodeNames names) => names.Recipe.Loading is { } loading
        ? Table(loading, CodeNames.At(4, names.Pipeline.Loader!.Source))
        : Images;

    private static RowsCode Table(Loading loading, string options) => new(
        $$"""
        /// <summary>What stands between their cells.</summary>
        public const char RetrainSeparatorChar = {{CSharpText.Literal(loading.Separator)}};

        /// <summary>Whether the first line names the columns.</summary>
        public const bool RetrainHasHeader = {{CSharpText.Literal(loading.HasHeader)}};

        """,
        """

            char separatorChar = RetrainSeparatorChar,
            bool hasHeader = RetrainHasHeader,
        """,
        ", separatorChar, hasHeader",
        $$"""
        /// <summary>The rows of a file, every option of the loader said.</summary>
        public static IDataView LoadIDataViewFromFile(
            MLContext mlContext,
            string inputDataFilePath,
            char separatorChar = RetrainSeparatorChar,
            bool hasHeader = RetrainHasHeader) =>
            mlContext.Data.LoadFromTextFile<ModelInput>(inputDataFilePath, {{options}});
        """,
        "LoadIDataViewFromFile");

    private static RowsCode Images { get; } = new(
        "",
        "",
        "",
        """
        /// <summary>The images that can be read below the folders in a folder; a folder's name is the class.</summary>
        public static IDataView LoadIDataViewFromFolder(MLContext mlContext, string folder)
        {
            string[] endings = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];
            var rows = new List<ModelInput>();
            foreach (var one in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(one).StartsWith('.')) continue;
                foreach (var path in Directory.EnumerateFiles(one, "*", SearchOption.AllDirectories)
                    .Where(path => !Path.GetFileName(path).StartsWith('.')
                        && endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal))
                {
                    if (CanBeRead(path)) rows.Add(new ModelInput { ImagePath = path, Label = Path.GetFileName(one) });
                    else Console.Error.WriteLine($"'{path}' cannot be read: left out");
                }
            }

            return mlContext.Data.LoadFromEnumerable(rows);
        }

        private static bool CanBeRead(string path)
        {
            using var codec = SKCodec.Create(path, out _);
            if (codec is null || (long)codec.Info.Width * codec.Info.Height > 100_000_000) return false;
            using var bitmap = new SKBitmap(
                codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            return codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success;
        }
        """,
        "LoadIDataViewFromFolder");
}
