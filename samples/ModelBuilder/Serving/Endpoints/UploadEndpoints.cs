using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Serving.Places;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>Takes what is dropped on the page: a table, or images with their classes' folders.</summary>
internal static class UploadEndpoints
{
    private const int MostImages = 20_000;

    public static void Map(IEndpointRouteBuilder routes, Desk desk) =>
        routes.MapPost("/api/upload", async (HttpContext context) =>
        {
            var folder = Fresh(desk.Places.Uploads.Root);
            try
            {
                var path = await Take(context, folder);
                await ServingJson.Write(context, new
                {
                    path = OpenedPlaces.OfUploads + desk.Places.Uploads.Relative(path),
                    limits = new { bytes = Uploads.Longest, imageBytes = Uploads.LongestImage, images = MostImages },
                });
            }
            catch
            {
                Directory.Delete(folder, recursive: true);
                throw;
            }
        });

    // The table's path, or the folder of the classes.
    private static async Task<string> Take(HttpContext context, string folder)
    {
        var (table, images, total) = (default(string), 0, 0L);
        await foreach (var (name, body) in Uploads.Files(context, Uploads.Longest))
        {
            if (table is not null || (images > 0 && !ImageInspection.IsCalledImage(name)))
                throw AskException.Bad("One table is sent, or images alone.");
            if (!ImageInspection.IsCalledImage(name))
            {
                table = Path.Combine(folder, UploadNames.Of(name));
                await Uploads.Save(body, table, context.RequestAborted);
                continue;
            }

            if (++images > MostImages) throw new AskException(413, $"Images are {MostImages} at most.");
            var (of, file) = UploadNames.OfImage(name);
            var path = Path.Combine(folder, of, file);
            Directory.CreateDirectory(Path.Combine(folder, of));
            if (File.Exists(path)) throw AskException.Bad($"'{of}/{file}' is sent twice.");
            await Uploads.Save(body, path, context.RequestAborted);
            if (new FileInfo(path).Length is var length && length > Uploads.LongestImage)
                throw new AskException(413, $"An image has {Uploads.LongestImage >> 20} MiB at most.");
            if ((total += length) > Uploads.Longest)
                throw new AskException(413, $"All images have {Uploads.Longest >> 30} GiB at most.");
        }

        return table ?? (images > 0 ? folder : throw AskException.Bad("No file is sent."));
    }

    // A folder of its own, so that nothing is replaced that a model was made of.
    private static string Fresh(string uploads)
    {
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(uploads, FormattableString.Invariant($"dropped-{number}"));
            if (Directory.Exists(folder)) continue;
            Directory.CreateDirectory(folder);
            return folder;
        }
    }
}
